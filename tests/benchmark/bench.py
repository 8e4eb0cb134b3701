# SPDX-License-Identifier: MIT
"""Prints the measurements as Markdown tables, and writes them as JSON too.

Usage: bench.py FOLDER [--json FILE] [--turns N]     (the folder of the programs)
"""

import argparse
import datetime
import json
import os
import platform
import statistics

import measure
import tables


def row_results(instructions, times):
    """What JSON says of each row; a peer that cannot take part in a row is not in it."""
    for row, counts in instructions.items():
        yield {
            "row": row,
            "instructions": {peer: round(count, 1) for peer, count in counts.items()},
            "nanoseconds": {peer: round(statistics.median(taken), 2) for peer, taken in times[row].items()},
            "time_ratio": {peer: round(measure.ratio(times[row], peer), 3) for peer in measure.PEERS if peer in times[row]},
        }


def start_results(times):
    return {
        "turns": len(times[measure.BY_HAND]),
        "microseconds": {peer: statistics.median(taken) for peer, taken in times.items()},
        "ratio": {"pyhost": round(measure.ratio(times, "pyhost"), 3)},
        "middle_half": {"pyhost": [round(end, 3) for end in measure.middle_half(times, "pyhost")]},
    }


def shown(line_of, table):
    """Prints each row of a table as soon as it is measured, and returns them all."""
    kept = {}
    for row, numbers in table:
        kept[row] = numbers
        print(line_of(row, numbers), flush=True)
    return kept


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--turns", type=int, default=21, help="how often each time is taken, at least 2")
    options = parser.parse_args()
    rows = os.path.join(options.folder, "rows")

    start = measure.start(options.folder, options.turns)
    print(tables.start(start), flush=True)
    print("\n" + tables.head("instructions of"), flush=True)
    instructions = shown(tables.instructions, measure.instructions(rows))
    print("\n" + tables.head("nanoseconds of"), flush=True)
    times = shown(tables.times, measure.times(rows, options.turns))
    if options.json:
        results = {
            "date": datetime.date.today().isoformat(),
            "machine": "%s %s" % (platform.system(), platform.machine()),
            "versions": measure.versions(rows),
            "start": start_results(start),
            "rows": list(row_results(instructions, times)),
        }
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
