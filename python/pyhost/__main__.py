# SPDX-License-Identifier: MIT
"""The command line: `python -m pyhost COMMAND`."""

import argparse
import sys

from pyhost import doctor


def main():
    parser = argparse.ArgumentParser(prog="python -m pyhost", description="Tools for C++ programs that embed this Python.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    doctor.add_command(commands)
    arguments = parser.parse_args()
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
