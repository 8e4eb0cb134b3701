# SPDX-License-Identifier: MIT
# Frames of class bodies, decorators, comprehensions and lambdas.
def decorator(f):
    return [(lambda x: x / 0)(n) for n in range(3)]


class Outer:
    class Inner:
        @decorator
        def method(self):
            pass
