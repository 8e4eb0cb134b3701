# SPDX-License-Identifier: MIT
"""Prints the measurements as Markdown tables.

Times: pairs of processes, one after the other, in turns; the median of the ratios. Instructions: what callgrind counts in the whole
process for two numbers of rounds, the difference for one round; they repeat almost exactly, on a busy machine too.

Usage: bench.py FOLDER [PAIRS]     (the folder of the programs; 21 pairs unless told)
"""

import os
import re
import statistics
import subprocess
import sys

BY_HAND = "by hand"
PEERS = "pyhost", "pybind11", "nanobind"
FEW, MANY = 1000, 3000  # rounds


def output(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, **more).stdout


def microseconds(program):
    return float(output([program]))


def pairs(first, second, count):
    """Times of both programs, each pair in the other order than the one before, so that drift meets both."""
    for turn in range(count):
        if turn % 2:
            b = microseconds(second)
            yield microseconds(first), b
        else:
            a = microseconds(first)
            yield a, microseconds(second)


def times_row(name, times):
    """Median times, median ratio, and the middle half of the ratios."""
    ratios = sorted(b / a for a, b in times)
    low, _, high = statistics.quantiles(ratios, n=4)
    return "| %s | %.0f us | %.0f us | %.3f | %.3f to %.3f |" % (
        name, statistics.median(a for a, _ in times), statistics.median(b for _, b in times), statistics.median(ratios), low, high)


def collected(rows, row, peer, rounds):
    """All instructions of a process that runs a row; the hash seed decides how often strings collide."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", rows, row, peer, str(rounds)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, text=True, env=environment)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def instructions(rows, row, peer):
    return (collected(rows, row, peer, MANY) - collected(rows, row, peer, FEW)) / (MANY - FEW)


def instruction_rows(rows):
    """One line for each row: the hand-written count, then that of each peer and its ratio; nothing where a peer cannot take part."""
    peers_of = {}
    for line in output([rows]).splitlines():
        row, peer = line.split("\t")
        peers_of.setdefault(row, []).append(peer)
    for row, peers in peers_of.items():
        by_hand = instructions(rows, row, BY_HAND)
        cells = ["%.0f" % by_hand]
        for peer in PEERS:
            count = instructions(rows, row, peer) if peer in peers else None
            cells += ["%.0f" % count, "%.2f" % (count / by_hand)] if count is not None else ["", ""]
        yield "| %s | %s |" % (row, " | ".join(cells))


def main(folder, count="21"):
    print("| measurement | by hand | pyhost | ratio | middle half |\n|---|--:|--:|--:|--:|")
    times = list(pairs(os.path.join(folder, "start_by_hand"), os.path.join(folder, "start_pyhost"), int(count)))
    print(times_row("start to first call, isolated, no site, %s pairs" % count, times))
    print("\n| instructions of | %s |" % " | ".join([BY_HAND, *(cell for peer in PEERS for cell in (peer, "ratio"))]))
    print("|---|%s" % ("--:|" * (1 + 2 * len(PEERS))), flush=True)
    for line in instruction_rows(os.path.join(folder, "rows")):
        print(line, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
