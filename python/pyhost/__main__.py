# SPDX-License-Identifier: MIT
"""The command line: `python -m pyhost COMMAND`, or an option that asks for a place."""

import argparse
import shlex
import sys

from pyhost import doctor, new, places
from pyhost.generate import command as generate


class Answer(argparse.Action):
    """Prints what a function returns, and ends."""

    def __call__(self, parser, *_):
        try:
            print(self.const())
        except places.Missing as missing:
            parser.exit(1, "%s: %s\n" % (parser.prog, missing))
        parser.exit()


def main():
    parser = argparse.ArgumentParser(prog="python -m pyhost", description="Tools for C++ programs that embed this Python.")
    for option, answer, text in (
            ("--cmakedir", places.cmake, "print the folder with pyhostConfig.cmake, for CMake's -Dpyhost_DIR="),
            ("--includes", lambda: "-I" + shlex.quote(places.includes()), "print the compiler's option for the C++ headers"),
            ("--front-end", places.front_end, "print the folder with pyhost.js, by which a page calls the commands of a bridge"),
            ("--version", places.version, "print the version")):
        parser.add_argument(option, action=Answer, nargs=0, const=answer, help=text)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    doctor.add_command(commands)
    generate.add_command(commands)
    new.add_command(commands)
    arguments = parser.parse_args()
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
