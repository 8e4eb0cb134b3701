# SPDX-License-Identifier: MIT
# Frames of the frozen import system.
import importlib

importlib.import_module("no_such_package.module")
