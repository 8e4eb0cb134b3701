# SPDX-License-Identifier: MIT
"""Prints the measurements as a Markdown table: pairs of processes, one after the other, in turns; the median of the ratios.

Usage: bench.py FOLDER [PAIRS]     (the folder of the programs; 21 pairs unless told)
"""

import os
import statistics
import subprocess
import sys


def microseconds(program):
    return float(subprocess.run([program], stdout=subprocess.PIPE, check=True, text=True).stdout)


def pairs(first, second, count):
    """Times of both programs, each pair in the other order than the one before, so that drift meets both."""
    for turn in range(count):
        if turn % 2:
            b = microseconds(second)
            yield microseconds(first), b
        else:
            a = microseconds(first)
            yield a, microseconds(second)


def row(name, times):
    """Median times, median ratio, and the middle half of the ratios."""
    ratios = sorted(b / a for a, b in times)
    low, _, high = statistics.quantiles(ratios, n=4)
    return "| %s | %.0f us | %.0f us | %.3f | %.3f to %.3f |" % (
        name, statistics.median(a for a, _ in times), statistics.median(b for _, b in times), statistics.median(ratios), low, high)


def main(folder, count="21"):
    print("| measurement | by hand | pyhost | ratio | middle half |\n|---|--:|--:|--:|--:|")
    times = list(pairs(os.path.join(folder, "start_by_hand"), os.path.join(folder, "start_pyhost"), int(count)))
    print(row("start to first call, isolated, no site, %s pairs" % count, times))


if __name__ == "__main__":
    main(*sys.argv[1:])
