# SPDX-License-Identifier: MIT
"""Mutations and tables with one mistake each: check_mutations.py must report it."""

import pathlib
import tempfile
import unittest

import check_mutations

HEAD = "Breaks something.\nPromise: P1\nRed: unit.gil\nCase: a guard attaches for its scope, and guards nest\n\n"
DIFF = "--- a/include/pyhost/version.hpp\n+++ b/include/pyhost/version.hpp\n@@ -3 +3 @@\n-#pragma once\n+\n"
ROW = "| %s | what | `unit.gil` | `%s` |\n"
TABLE = "".join(ROW % (name, "good") for name in check_mutations.PROMISES)


def patch_problems(text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "good.patch"
        file.write_text(text, encoding="utf-8")
        return check_mutations.patch_problems([file])


class Patches(unittest.TestCase):
    def assert_reported(self, text, problem):
        self.assertIn(problem, "\n".join(patch_problems(text)[0]))

    def test_a_good_one_is_silent(self):
        self.assertEqual(patch_problems(HEAD + DIFF)[0], [])

    def test_one_that_does_not_apply(self):
        self.assert_reported(HEAD + DIFF.replace("#pragma once", "#pragma twice"), "good: does not apply: include/pyhost/version.hpp has")

    def test_a_place_that_is_not_the_only_one(self):
        self.assert_reported(HEAD + DIFF.replace("-#pragma once", "-"), " times, where once is wanted")

    def test_no_diff(self):
        self.assert_reported(HEAD, "good: has no unified diff")

    def test_a_key_that_is_none(self):
        self.assert_reported(HEAD.replace("Promise", "Promises") + DIFF, "good: after the sentence come lines of Promise")

    def test_nothing_that_it_breaks(self):
        self.assert_reported(HEAD.replace("Promise: P1\n", "") + DIFF, "good: needs one Red, and a Promise or a Fault")

    def test_a_test_that_is_not_there(self):
        self.assert_reported(HEAD.replace("unit.gil", "unit.gill") + DIFF, "good: there is no test unit.gill")
        self.assert_reported(HEAD.replace("unit.gil", "lifecycle.nosuch") + DIFF, "good: there is no test lifecycle.nosuch")

    def test_a_case_that_is_not_there(self):
        self.assert_reported(HEAD.replace("a guard", "no guard") + DIFF, "good: unit.gil has no case 'no guard attaches")


class Tables(unittest.TestCase):
    def problems(self, text):
        return list(check_mutations.table_problems(text, patch_problems(HEAD + DIFF)[1]))

    def test_a_good_one_is_silent(self):
        self.assertEqual(self.problems(TABLE + "| late | what | comes with later | |\n".replace("| |", "|  |")), [])

    def test_a_promise_without_a_row(self):
        self.assertEqual(self.problems(TABLE.replace("| P7 |", "| P77 |")), ["there is no row for P7"])

    def test_a_row_without_tests_or_mutations(self):
        self.assertIn("'late' names no test", self.problems(TABLE + "| late | what | some day | `good` |\n")[0])
        self.assertIn("'late' names no test", self.problems(TABLE + "| late | what | `unit.gil` |  |\n")[0])

    def test_names_that_do_not_exist(self):
        self.assertEqual(self.problems(TABLE + "| x | what | `unit.gill` | `bad` |\n"),
                         ["'x': there is no test unit.gill", "'x': there is no mutation bad"])

    def test_a_mutation_in_no_row(self):
        self.assertEqual(self.problems(TABLE.replace(ROW % ("P1", "good"), "| P1 | what | comes with later |  |\n")),
                         ["good: is not in the row of 'P1'"])


if __name__ == "__main__":
    unittest.main()
