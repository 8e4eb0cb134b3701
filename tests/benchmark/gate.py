# SPDX-License-Identifier: MIT
"""Fails when a row of the benchmark costs more instructions beyond the hand-written C API than budget.json allows.

Usage: gate.py ROWS [--results FILE] [--write] [ROW...]     (the program `rows`; without a ROW, all)

The budget has the counts of each row by compiler and CPython, to the last number: another build of CPython gives other ones. What counts
is pyhost minus hand-written in the same program; it may grow by 2% of pyhost's count, and by one instruction. It also grows where hand-
written code alone finds less to do in CPython, by the place of its objects in memory; so a row is over when pyhost's own count has grown
by more than that too. `--write` puts what is counted now into the budget, for a change that is worth it: the commit shows both numbers.
FILE gets one test for each row, as ctest writes them.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import sys

import measure

BUDGET = pathlib.Path(__file__).with_name("budget.json")
GROWTH = 0.02
PEERS = measure.BY_HAND, "pyhost"
SKIPPED = 77  # as .ci/lanes.sh knows it


def counted(rows, names):
    """Row to the counts of its peers, hand-written first."""
    entries = [(row, peer) for row in names for peer in PEERS]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = pool.map(lambda entry: measure.instructions_of(rows, *entry), entries)
        return {row: [round(next(counts), 1) for _ in PEERS] for row in names}


def verdict(now, budget):
    """(whether it is within the budget, the line of the table)"""
    extra, allowed = now[1] - now[0], budget[1] - budget[0]
    growth = max(1, GROWTH * budget[1])
    limit = allowed + growth
    is_within = extra <= limit or now[1] <= budget[1] + growth
    return is_within, "%.0f | %.0f | %+.1f | %+.1f | %+.1f | %s" % (*now, extra, allowed, limit, "" if is_within else "**over**")


def as_lines(budgets):
    """JSON with a line for each row, so that a diff shows which one changed."""
    blocks = []
    for key in sorted(budgets):
        rows = ",\n".join("  %s: %s" % (json.dumps(row), json.dumps(counts)) for row, counts in budgets[key].items())
        blocks.append(" %s: {\n%s\n }" % (json.dumps(key), rows))
    return "{\n%s\n}\n" % ",\n".join(blocks)


def write_results(file, tests, failures):
    counts = {"tests": tests, "failures": failures, "disabled": 0, "skipped": 0}
    pathlib.Path(file).write_text("<testsuite\n%s>\n</testsuite>\n" % "".join('\t%s="%d"\n' % count for count in counts.items()))


def check(now, budget):
    print("| row | by hand | pyhost | more | budget | limit | |\n|---|--:|--:|--:|--:|--:|---|")
    failures = 0
    for row, counts in now.items():
        if row not in budget:
            print("| %s | | | | | | **has no budget; write it with --write** |" % row)
            failures += 1
            continue
        is_within, line = verdict(counts, budget[row])
        failures += not is_within
        print("| %s | %s |" % (row, line))
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rows")
    parser.add_argument("row", nargs="*")
    parser.add_argument("--results", metavar="FILE")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    key = "{compiler}, CPython {Python}".format(**measure.versions(options.rows))
    budgets = json.loads(BUDGET.read_text(encoding="utf-8"))
    if key not in budgets and not options.write:
        print("skipped: budget.json has nothing for %s; it has %s; --write adds it" % (key, "; ".join(budgets)))
        return SKIPPED
    now = counted(options.rows, options.row or [row for row, peers in measure.peers_of(options.rows).items() if "pyhost" in peers])
    if options.write:
        budgets[key] = {**budgets.get(key, {}), **now}
        BUDGET.write_text(as_lines(budgets), encoding="utf-8")
        return 0
    print("Budget of %s." % key)
    failures = check(now, budgets[key])
    if options.results:
        write_results(options.results, len(now), failures)
    print("%d passed, %d failed" % (len(now) - failures, failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
