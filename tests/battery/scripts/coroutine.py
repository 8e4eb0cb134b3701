# SPDX-License-Identifier: MIT
# A coroutine that is awaited twice.
async def work():
    return 1


coroutine = work()
try:
    coroutine.send(None)
except StopIteration:
    coroutine.send(None)
