// SPDX-License-Identifier: MIT
// The commands of the hosts that tests drive by a front end, and who may call them.
#pragma once

#include <support/front_end.hpp>

#include <pyhost/bridge.hpp>

#include <string>
#include <vector>

namespace support {

inline constexpr const char* commands_source = R"(
import asyncio, json, time

counts = {'made': 0, 'ended': 0, 'reports': []}

class NoModel(Exception):
    bridge_code = 'no_model'
    bridge_data = {'model': 3}

def echo(value):
    return value

def twice(data: bytes):
    return {'bytes': data + data, 'size': len(data)}

def fail():
    try:
        {}['weights']
    except KeyError as e:
        raise NoModel('train first') from e

def count(n: int):
    if n < 0:
        raise ValueError(n)
    for i in range(n):
        counts['made'] = i + 1
        yield i

def made():
    return counts['made']

def ended():
    return counts['ended']

async def sleep(job):
    try:
        job.progress(0)
        await asyncio.sleep(60)
    finally:
        counts['ended'] += 1

def train(job, epochs: int, pause: float = 0.0):
    if epochs < 1:
        raise ValueError(f'there are no {epochs} epochs')
    losses = []
    for epoch in range(epochs):
        if job.is_cancelled:
            counts['ended'] += 1
            return None
        time.sleep(pause)
        losses.append(1 / (epoch + 1))
        job.progress({'done': epoch + 1, 'of': epochs, 'loss': losses[-1]})
    counts['reports'].append(len(losses))
    return {'losses': losses}

def say(job, what):
    job.emit('said', what)

def report(what):
    counts['reports'].append(what)
    print('report', json.dumps(what), flush=True)

def reports():
    return counts['reports']
)";

/// Makes the module `host` and its commands. All may be called at these origins by the window main, `echo` alone by others.
inline void add_commands(pyhost::bridge::app& app, const std::vector<std::string>& origins)
{
    make_module("host", commands_source);
    const std::vector<std::string> plain{"echo", "twice", "fail", "count", "made", "ended", "report", "reports"},
        with_job{"sleep", "train", "say"};
    pyhost::bridge::permission all{.name = "tests", .windows = {"main"}, .origins = origins, .commands = {}, .events = {"said"}};
    for (const std::string& name : plain) app.command(name, "host:" + name);
    for (const std::string& name : with_job) app.command(name, "host:" + name, {.job = "job"});
    for (const auto& names : {plain, with_job}) all.commands.insert(all.commands.end(), names.begin(), names.end());
    app.allow(all);
    app.allow({.name = "echo alone", .windows = {"*"}, .origins = origins, .commands = {"echo"}, .events = {"said"}});
}

}  // namespace support
