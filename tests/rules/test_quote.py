# SPDX-License-Identifier: MIT
"""Tests of quote.py: it finds the table that a page names, and sees when the page has another one."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "benchmark"))
import quote

TABLE = "| threads | calls |\n|--:|--:|\n| 1 | 10 |\n| 2 | 12 |\n"
LONG = "# Long tests\n\n| lane |\n|---|\n\n## bench\n\nfirst\n\n| call |\n|---|\n| x |\n\n" + TABLE + "\n## bench-3.13t\n\n" + TABLE.replace("12", "20")
BUDGETS = {
    "g++ 12.2.0, CPython 3.11.7": {"call": [200.0, 210.0], "view": [9.0, 13.0]},
    "g++ 12.2.0, CPython 3.9.18": {"call": [200.0, 180.0]},
    "g++ 12.2.0, CPython 3.11.7t": {"call": [400.0, 400.0]},
}
PAGE = "before\n\n<!-- %s -->\n\n%s<!-- end -->\n\nafter\n"


def quoted(source, old=""):
    return quote.quoted(PAGE % (source, old), quote.measured(LONG, BUDGETS))


class Quotes(unittest.TestCase):
    def test_a_page_gets_the_table_that_it_names(self):
        self.assertEqual(quoted("bench: threads"), PAGE % ("bench: threads", TABLE + "\n"))

    def test_the_part_of_the_long_tests_counts(self):
        self.assertEqual(quoted("bench-3.13t: threads"), PAGE % ("bench-3.13t: threads", TABLE.replace("12", "20") + "\n"))

    def test_an_old_table_is_replaced_and_a_right_one_stays(self):
        right = quoted("bench: threads", TABLE.replace("10", "11") + "\n")
        self.assertEqual(right, PAGE % ("bench: threads", TABLE + "\n"))
        self.assertEqual(quote.quoted(right, quote.measured(LONG, BUDGETS)), right)

    def test_rows_are_chosen_by_name(self):
        rows = TABLE.replace("| 1 | 10 |\n", "")
        self.assertEqual(quoted("bench: threads | 2"), PAGE % ("bench: threads | 2", rows + "\n"))

    def test_a_table_or_row_that_is_not_there_is_an_error(self):
        for source in "bench: nothing", "nowhere: threads", "bench: threads | 3":
            with self.assertRaises(KeyError):
                quoted(source)

    def test_budgets_are_shown_by_version(self):
        table = "| on CPython | 3.9 | 3.11 | 3.11t |\n|---|--:|--:|--:|\n| call | 0.90 | 1.05 | 1.00 |\n| view |  | +4 |  |\n"
        self.assertEqual(quoted("budget: on CPython"), PAGE % ("budget: on CPython", table + "\n"))


if __name__ == "__main__":
    unittest.main()
