# SPDX-License-Identifier: MIT
"""Builds a program with pyhost_generate() as a stranger would: what is made again when, with which generator of CMake, and what is refused.

Usage: test_generate.py PROJECT PREFIX BUILD CMAKE COMPILER PYTHON
(the project's folder; where pyhost is installed; a folder for what is made; what it is built with)
"""

import pathlib
import shutil
import subprocess
import sys
import time
import unittest

PROJECT, PREFIX, BUILD = (pathlib.Path(path) for path in sys.argv[1:4])
CMAKE, COMPILER, PYTHON = sys.argv[4:7]

STOCK = '''"""What is there."""

from dataclasses import dataclass


@dataclass
class Item:
    name: str
    count: int = 0
'''
PRICES = '''from shop.stock import Item


def total(item: Item, price: float) -> float:
    """What all of it costs."""
    return item.count * price
'''


def run(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class Built(unittest.TestCase):
    def setUp(self):
        self.folder = BUILD / self.id().rpartition(".")[2]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.modules = self.folder / "modules/shop"
        self.modules.mkdir(parents=True)
        (self.modules / "__init__.py").touch()
        self.write("stock", STOCK)
        self.write("prices", PRICES)

    def write(self, name, text):
        """Make compares whole seconds on some file systems, and the stamp must be older."""
        time.sleep(1.1)
        (self.modules / (name + ".py")).write_text(text)

    def configure(self, generator, *options):
        status, output = run(CMAKE, "-S", PROJECT, "-B", self.folder / "build", "-G", generator, "-DCMAKE_PREFIX_PATH=%s" % PREFIX,
                             "-DCMAKE_CXX_COMPILER=%s" % COMPILER, "-DPython_EXECUTABLE=%s" % PYTHON,
                             "-DMODULES=%s" % (self.folder / "modules"), *options)
        self.assertEqual(status, 0, output)

    def build(self):
        return run(CMAKE, "--build", self.folder / "build")

    def built(self):
        status, output = self.build()
        self.assertEqual(status, 0, output)
        return output

    def check(self, generator):
        self.configure(generator)
        self.assertIn("Generating C++ headers for shop.prices, shop.stock", self.built())
        self.assertEqual(run(self.folder / "build/generate"), (0, "total 6\n"))

        nothing = self.built()
        self.assertNotIn("Generating", nothing)
        self.assertNotIn("Building", nothing)

        self.write("prices", PRICES + "# a comment\n")
        comment = self.built()
        self.assertIn("Generating", comment)
        self.assertNotIn("Building", comment)  # the header has the same text
        self.assertNotIn("Generating", self.built())

        self.write("stock", STOCK + "    place: str = ''\n")
        changed = self.built()
        self.assertIn("Generating", changed)
        self.assertIn("Building", changed)
        self.assertEqual(run(self.folder / "build/generate"), (0, "total 6\n"))

        time.sleep(1.1)
        next(PREFIX.rglob("generate/command.py")).touch()  # as another version of pyhost would
        again = self.built()
        self.assertIn("Generating", again)
        self.assertNotIn("Building", again)

    def test_ninja_makes_headers_again_when_their_modules_change(self):
        self.check("Ninja")

    @unittest.skipUnless(shutil.which("make"), "there is no make")
    def test_make_makes_headers_again_when_their_modules_change(self):
        self.check("Unix Makefiles")

    def test_a_strict_build_refuses_what_became_an_object(self):
        self.write("prices", PRICES + "\n\ndef odd(x: 'Missing') -> None: ...\n")
        self.configure("Ninja", "-DSTRICT=ON")
        status, output = self.build()
        self.assertNotEqual(status, 0)
        self.assertIn("shop.prices.odd, line 9: x is an object: there is no C++ type for Missing", output)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
