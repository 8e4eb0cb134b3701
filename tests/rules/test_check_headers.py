# SPDX-License-Identifier: MIT
"""Tiny trees, each with one broken rule: check_headers.py must report it, and nothing else."""

import pathlib
import tempfile
import unittest

import check_headers

MAP = """# Map
```layers
2 | object types/* | what Python has
2 | config | start
1 | gil ref | touch
0 | macros detail/* | platform
```
| header | layer | what it is for |
|---|---|---|
| `macros.hpp` | 0 | macros |
| `detail/python.hpp` | 0 | Python.h |
| `gil.hpp` | 1 | guards |
| `ref.hpp` | 1 | references |
| `config.hpp` | 2 | options |
| `object.hpp` | 2 | objects |
| `types/list.hpp` | 2 | list |
| `pyhost.hpp` | umbrella | all |
"""

TOP = "// SPDX-License-Identifier: MIT\n// Sentence on what the file is for.\n#pragma once\n"

GOOD = {
    "macros.hpp": TOP + "#define PYHOST_NEEDS_GIL\n#define PYHOST_DETAIL_X\n",
    "detail/python.hpp": TOP + "#include <Python.h>\n#include <pyhost/macros.hpp>\n",
    "gil.hpp": TOP + "#include <pyhost/detail/python.hpp>\n",
    "ref.hpp": TOP + "#include <pyhost/gil.hpp>\n",
    "config.hpp": TOP,
    "object.hpp": TOP + "#include <pyhost/ref.hpp>\n",
    "types/list.hpp": TOP + "#include <pyhost/object.hpp>\n",
    "pyhost.hpp": TOP + "#include <pyhost/types/list.hpp>\n",
}


def problems(changes, map_text=MAP):
    """What is reported for the good tree with these files changed, added, or removed (None)."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "README.md").write_text(map_text, encoding="utf-8")
        for header, text in {**GOOD, **changes}.items():
            if text is not None:
                (folder / header).parent.mkdir(exist_ok=True)
                (folder / header).write_text(text, encoding="utf-8")
        return check_headers.problems(folder)


class Rules(unittest.TestCase):
    def test_a_good_tree_is_silent(self):
        self.assertEqual(problems({}), [])

    def test_an_upward_include(self):
        self.assertEqual(problems({"gil.hpp": TOP + "#include <pyhost/config.hpp>\n"}),
                         ["gil.hpp includes config.hpp, which is not below it"])

    def test_a_later_name_of_the_same_row(self):
        self.assertEqual(problems({"gil.hpp": TOP + "#include <pyhost/ref.hpp>\n", "ref.hpp": TOP}),
                         ["gil.hpp includes ref.hpp, which is not below it"])

    def test_another_row_of_the_same_layer(self):
        self.assertEqual(problems({"config.hpp": TOP + "#include <pyhost/object.hpp>\n"}),
                         ["config.hpp includes object.hpp, which is not below it"])

    def test_an_umbrella_inside(self):
        self.assertEqual(problems({"config.hpp": TOP + "#include <pyhost/pyhost.hpp>\n"}),
                         ["config.hpp includes the umbrella pyhost.hpp"])

    def test_an_include_of_nothing(self):
        self.assertEqual(problems({"gil.hpp": TOP + "#include <pyhost/nothing.hpp>\n"}),
                         ["gil.hpp includes nothing.hpp, which does not exist"])

    def test_a_cycle(self):
        row = "| `types/dict.hpp` | 2 | dict |\n"
        self.assertEqual(problems({"types/list.hpp": TOP + "#include <pyhost/types/dict.hpp>\n",
                                   "types/dict.hpp": TOP + "#include <pyhost/types/list.hpp>\n"}, MAP + row),
                         ["cycle: types/list.hpp -> types/dict.hpp -> types/list.hpp"])

    def test_a_long_header(self):
        self.assertEqual(problems({"gil.hpp": TOP + "\n" * 248}), ["gil.hpp has 251 lines, the most is 250"])
        self.assertEqual(problems({"gil.hpp": TOP + "\n" * 247}), [])

    def test_a_macro_outside_macros(self):
        self.assertEqual(problems({"gil.hpp": TOP + "  # define PYHOST_X\n"}),
                         ["gil.hpp defines the macro PYHOST_X outside macros.hpp"])

    def test_a_foreign_macro(self):
        self.assertEqual(problems({"macros.hpp": TOP + "#define LEAK\n"}),
                         ["macros.hpp defines LEAK, which does not begin with PYHOST_"])

    def test_too_many_public_macros(self):
        text = TOP + "".join("#define PYHOST_M%d\n" % i for i in range(7))
        self.assertEqual(problems({"macros.hpp": text}), ["macros.hpp has 7 public macros, the most is 6"])

    def test_a_header_that_the_table_does_not_have(self):
        self.assertEqual(problems({"types/set.hpp": TOP}), ["types/set.hpp is missing from the table of README.md"])

    def test_a_header_that_only_the_table_has(self):
        self.assertEqual(problems({"config.hpp": None}), ["config.hpp is in the table of README.md, but does not exist"])

    def test_a_header_in_no_layer(self):
        self.assertEqual(problems({"stray.hpp": TOP}, MAP + "| `stray.hpp` | 2 | stray |\n"),
                         ["stray.hpp is in no row of the layers of README.md"])

    def test_a_wrong_layer_in_the_table(self):
        self.assertEqual(problems({}, MAP.replace("`ref.hpp` | 1", "`ref.hpp` | 2")),
                         ["ref.hpp is in layer 1, the table says 2"])

    def test_a_map_without_layers(self):
        self.assertIn("README.md has no block marked `layers`", problems({}, MAP.replace("```layers", "```")))

    def test_another_include_of_python(self):
        self.assertEqual(problems({"gil.hpp": TOP + "#include <Python.h>\n"}),
                         ["gil.hpp includes Python.h, which only detail/python.hpp may"])

    def test_the_first_lines(self):
        self.assertEqual(problems({"gil.hpp": TOP.replace("// SPDX-License-Identifier: MIT", "// MIT")}),
                         ["gil.hpp: line 1 is not the SPDX line"])
        self.assertEqual(problems({"gil.hpp": TOP.replace("// Sentence", "//sentence")}),
                         ["gil.hpp: line 2 is not a sentence that says what the file is for"])
        self.assertEqual(problems({"gil.hpp": TOP.replace("#pragma once", "")}),
                         ["gil.hpp does not begin with #pragma once"])


if __name__ == "__main__":
    unittest.main()
