// SPDX-License-Identifier: MIT
// The host of the tests of pyhost.js: a sidecar.
#include <support/front_end.hpp>
#include <support/venv.hpp>

#include <pyhost/bridge.hpp>
#include <pyhost/bridge/stdio.hpp>
#include <pyhost/interpreter.hpp>
#include <pyhost/module.hpp>

namespace {

constexpr const char* source = R"(
import asyncio

counts = {'made': 0, 'ended': 0}

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

def say(job, what):
    job.emit('said', what)
)";

}  // namespace

int main()
{
    namespace py = pyhost;
    py::interpreter python{support::test_config()};
    support::make_module("host", source);
    py::bridge::app app{{.development = true, .max_calls = 2000, .max_calls_per_channel = 2000}};
    for (const char* name : {"echo", "twice", "fail", "count", "made", "ended"}) app.command(name, std::string{"host:"} + name);
    for (const char* name : {"sleep", "say"}) app.command(name, std::string{"host:"} + name, {.job = "job"});
    app.allow({.commands = {"echo", "twice", "fail", "count", "made", "ended", "sleep", "say"}, .events = {"said"}});
    py::bridge::serve_stdio(app);
}
