# SPDX-License-Identifier: MIT
"""Python code that prints and logs as any code does, and knows nothing of its host."""
import logging
import sys
import threading

log = logging.getLogger("importer")


def load(rows):
    print("loading", len(rows), "rows")
    for number, row in enumerate(rows):
        try:
            float(row)
        except ValueError:
            log.warning("row %d is no number: %r", number, row, extra={"row": number})
    print("no newline at the end", end="")


def load_on_threads():
    def work(name):
        print(name, end=" ")  # two pieces, and another thread in between
        both_began.wait()
        print("is loaded")

    both_began = threading.Barrier(2)
    threads = [threading.Thread(target=work, args=(name,)) for name in ("north", "south")]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def show_records():
    """Sends records of logging to sys.stderr, as a program of Python does."""
    logging.basicConfig(format="%(levelname)s %(name)s %(filename)s: %(message)s", stream=sys.stderr, level=logging.INFO)
