# SPDX-License-Identifier: MIT
"""What was measured as Markdown."""

import re
import statistics

import measure


def start(times):
    """Median times, median ratio, and the middle half of the ratios."""
    by_hand, pyhost = (statistics.median(times[peer]) for peer in (measure.BY_HAND, "pyhost"))
    low, high = measure.middle_half(times, "pyhost")
    return "| measurement | by hand | pyhost | ratio | middle half |\n|---|--:|--:|--:|--:|\n" + (
        "| start to first call, isolated, no site, %d pairs | %.0f us | %.0f us | %.3f | %.3f to %.3f |" % (
            len(times["pyhost"]), by_hand, pyhost, measure.ratio(times, "pyhost"), low, high))


def head(what):
    """The head of a table of rows: by hand, then each peer and its ratio."""
    names = [what, measure.BY_HAND, *(cell for peer in measure.PEERS for cell in (peer, "ratio"))]
    return "| %s |\n|---|%s" % (" | ".join(names), "--:|" * (len(names) - 1))


def line(row, form, numbers, ratio_of):
    """One row, with nothing where a peer cannot take part."""
    cells = [form % numbers[measure.BY_HAND]]
    for peer in measure.PEERS:
        cells += [form % numbers[peer], "%.2f" % ratio_of(peer)] if peer in numbers else ["", ""]
    return "| %s | %s |" % (row, " | ".join(cells))


def instructions(row, counts):
    return line(row, "%.0f", counts, lambda peer: counts[peer] / counts[measure.BY_HAND])


def times(row, taken):
    medians = {peer: statistics.median(numbers) for peer, numbers in taken.items()}
    return line(row, "%.1f", medians, lambda peer: measure.ratio(taken, peer))


def version_of(key):
    """(3, 13, "t") of a key of the budget."""
    major, minor, threads = re.search(r"CPython (\d+)\.(\d+)\.\d+(t?)", key).groups()
    return int(major), int(minor), threads


def budgets(known):
    """The instructions of each row on each CPython: a ratio, or for what takes less than 200 by hand a difference."""
    keys = sorted(known, key=version_of)
    lines = ["| on CPython | %s |" % " | ".join("%d.%d%s" % version_of(key) for key in keys), "|---|" + "--:|" * len(keys)]
    for row in dict.fromkeys(row for key in keys for row in known[key]):
        pairs = [known[key].get(row) for key in keys]
        lines.append("| %s | %s |" % (row, " | ".join(beyond(*pair) if pair else "" for pair in pairs)))
    return "\n".join(lines) + "\n"


def beyond(by_hand, pyhost):
    return "%.2f" % (pyhost / by_hand) if by_hand >= 200 else "%+.0f" % (pyhost - by_hand)
