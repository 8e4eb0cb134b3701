# SPDX-License-Identifier: MIT
"""Runs a script as run_file() does, and prints the exception that ends it by the traceback module. Usage: by_traceback.py SCRIPT"""

import runpy
import sys
import traceback

try:
    runpy.run_path(sys.argv[1], run_name="__main__")
except BaseException as e:
    # Whatever class it is of, and whatever that says of its attributes.
    trace = BaseException.__traceback__.__get__(e)
    while trace is not None and (trace.tb_frame.f_globals is globals() or trace.tb_frame.f_globals["__name__"] == "runpy"):
        trace = trace.tb_next
    BaseException.__traceback__.__set__(e, trace)
    sys.stderr.write("".join(traceback.format_exception(type(e), e, trace)))
