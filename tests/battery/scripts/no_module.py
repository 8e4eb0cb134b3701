# SPDX-License-Identifier: MIT
# A class without a module.
class Own(Exception):
    pass


Own = type("Own", (Exception,), {})
del Own.__module__
raise Own("mine")
