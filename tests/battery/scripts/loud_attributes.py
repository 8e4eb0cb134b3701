# SPDX-License-Identifier: MIT
# An exception that refuses all attributes.
# From 3.13: older ones end before the name of the class, or with addresses.
class Loud(Exception):
    def __getattribute__(self, name):
        raise RuntimeError(name)


raise Loud("mine")
