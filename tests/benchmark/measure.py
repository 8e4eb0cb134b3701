# SPDX-License-Identifier: MIT
"""Runs the programs and reads what they measure.

Times: each peer in a process of its own, one after the other, in turns; a ratio is the median of the ratios of the turns.
Instructions: what callgrind counts in the whole process for two numbers of rounds, the difference for one round; they repeat almost
exactly, on a busy machine too.
"""

import concurrent.futures
import functools
import os
import re
import statistics
import subprocess

BY_HAND = "by hand"
PEERS = "pyhost", "pybind11", "nanobind"
FEW, MANY = 1000, 3000  # rounds
LARGE, FEW_LARGE, MANY_LARGE = " 1000000 ", 2, 6  # of rows of a million items
LEAST_NANOSECONDS = 10e6  # of one run for a time: what it does before its rounds is little beside that

# The hash seed decides how often strings collide; numpy's library would start threads, which count too.
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}


class Failed(Exception):
    """A program failed; the text says which, and what it said."""


def run(command, **streams):
    done = subprocess.run(command, text=True, env=ENVIRONMENT, **streams)
    if done.returncode != 0:
        raise Failed("%r ended with %d\n%s" % (" ".join(command), done.returncode, done.stderr or ""))
    return done


def output(*command):
    return run(command, stdout=subprocess.PIPE).stdout


def number(*command):
    return float(output(*command))


def pairs_of_lines(text):
    return [line.split("\t") for line in text.splitlines()]


def versions(rows):
    """Name to version of what the rows were built with."""
    return dict(pairs_of_lines(output(rows, "versions")))


def peers_of(rows):
    """Row to its peers, in the order of the tables."""
    found = {}
    for row, peer in pairs_of_lines(output(rows)):
        found.setdefault(row, []).append(peer)
    return {row: [peer for peer in (BY_HAND, *PEERS) if peer in peers] for row, peers in found.items()}


def in_turns(measurements, count):
    """`count` numbers of each measurement, a function under its peer's name; each turn begins with another, so that drift meets all."""
    peers = list(measurements)
    numbers = {peer: [] for peer in peers}
    for turn in range(count):
        first = turn % len(peers)
        for peer in peers[first:] + peers[:first]:
            numbers[peer].append(measurements[peer]())
    return numbers


def ratios(times, peer):
    return [time / by_hand for by_hand, time in zip(times[BY_HAND], times[peer])]


def ratio(times, peer):
    return statistics.median(ratios(times, peer))


def middle_half(times, peer):
    low, _, high = statistics.quantiles(ratios(times, peer), n=4)
    return low, high


def start(folder, count):
    """Peer to the microseconds of a start, as often as told."""
    programs = {BY_HAND: "start_by_hand", "pyhost": "start_pyhost"}
    return in_turns({peer: functools.partial(number, os.path.join(folder, name)) for peer, name in programs.items()}, count)


def collected(rows, row, peer, rounds):
    """All instructions of a process that runs a row."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", rows, row, peer, str(rounds)]
    done = run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def instructions_of(rows, row, peer):
    few, many = (FEW_LARGE, MANY_LARGE) if LARGE in row else (FEW, MANY)
    return (collected(rows, row, peer, many) - collected(rows, row, peer, few)) / (many - few)


def instructions(rows):
    """(row, peer to instructions of one round) of all rows; as many are counted at once as there are processors."""
    found = peers_of(rows)
    entries = [(row, peer) for row, peers in found.items() for peer in peers]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = pool.map(lambda entry: instructions_of(rows, *entry), entries)
        for row, peers in found.items():
            yield row, {peer: next(counts) for peer in peers}


def enough_rounds(rows, row, peer):
    """Rounds that take long enough for a clock."""
    rounds = FEW_LARGE if LARGE in row else FEW
    while number(rows, row, peer, str(rounds)) * rounds < LEAST_NANOSECONDS:
        rounds *= 2
    return rounds


def times(rows, count):
    """(row, peer to nanoseconds of one round, as often as told) of all rows."""
    for row, peers in peers_of(rows).items():
        commands = {peer: (rows, row, peer, str(enough_rounds(rows, row, peer))) for peer in peers}
        yield row, in_turns({peer: functools.partial(number, *command) for peer, command in commands.items()}, count)
