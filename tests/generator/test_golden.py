# SPDX-License-Identifier: MIT
"""The headers and reports in golden/ are what the generator makes of the modules there. PYHOST_UPDATE_GOLDEN=1 writes them anew."""

import os
import re
import unittest

import constructs
import golden_files


class Golden(unittest.TestCase):
    maxDiff = None

    def test_headers_and_reports_are_what_is_expected(self):
        for module in golden_files.modules():
            for name, text in golden_files.made(module).items():
                with self.subTest(name):
                    path = golden_files.FOLDER / name
                    if os.environ.get("PYHOST_UPDATE_GOLDEN"):
                        path.write_text(text, encoding="utf-8")
                    self.assertEqual(path.read_text(encoding="utf-8") if path.exists() else "", text)

    def test_no_line_is_longer_than_140_columns_without_its_literals_and_comments(self):
        for path in golden_files.FOLDER.glob("*.hpp"):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                code = re.sub(r'"(\\.|[^"\\])*"', '""', re.sub("//.*", "", line))
                self.assertLessEqual(len(code), 140, "%s:%d" % (path.name, number))

    def test_a_header_changes_with_what_it_is_made_of_and_is_the_same_otherwise(self):
        first = {module: golden_files.made(module)[module + ".hpp"].split("\n")[0] for module in golden_files.modules()}
        for module, line in first.items():
            self.assertRegex(line, r"^// Made by pyhost [0-9.]+ from %s \([0-9a-f]{16}\): " % module)
        self.assertEqual(len(set(first.values())), len(first))
        self.assertEqual(golden_files.made("calls"), golden_files.made("calls"))

    def test_every_module_has_constructs(self):
        found = constructs.by_file()
        self.assertEqual(sorted(found), golden_files.modules())
        self.assertTrue(all(found.values()))

    def test_the_table_of_requests_names_tags_of_tests(self):
        page = (golden_files.FOLDER.parent / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| [^|]+ \| (`\[[^|]+) \| ([^|]+) \|$", page, re.M)
        self.assertGreater(len(rows), 10)
        tags = constructs.by_file()
        for named, modules in rows:
            covered = {tag for module in re.findall(r"`(\w+)`", modules) for tag in tags[module]}
            self.assertLessEqual(set(re.findall(r"`\[([^`]+)\]`", named)), covered)

    def test_what_has_no_type_is_in_the_report_with_its_line_and_reason(self):
        report = (golden_files.FOLDER / "untyped.report.txt").read_text(encoding="utf-8")
        source = (golden_files.FOLDER / "untyped.py").read_text(encoding="utf-8").splitlines()
        for name, what, reason in (("called", "function", "a ParamSpec stands"), ("with_first", "function", "Concatenate stands"),
                                   ("gathered", "result", "unpacked types"), ("absent", "value", "the module nowhere is not found"),
                                   ("keyed", "table", "no order in C++")):
            line = next(number for number, text in enumerate(source, 1) if text.startswith("def %s(" % name))
            self.assertIn("untyped.%s, line %d: %s is an object: " % (name, line, what), report)
            self.assertRegex(report, "untyped.%s, .*%s" % (name, re.escape(reason)))


if __name__ == "__main__":
    unittest.main()
