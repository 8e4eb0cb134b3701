# SPDX-License-Identifier: MIT
# A KeyboardInterrupt.
def work():
    raise KeyboardInterrupt


work()
