# SPDX-License-Identifier: MIT
# A StopIteration that leaves a generator.
def generator():
    yield 1
    raise StopIteration("early")


list(generator())
