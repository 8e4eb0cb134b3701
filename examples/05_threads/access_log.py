"""Reads lines of an access log, and hands them to C++ from threads of Python."""

import concurrent.futures
import re

LINE = re.compile(r'(?P<host>\S+) \S+ \S+ \[[^]]*\] "(?P<method>\S+) (?P<path>\S+)[^"]*" (?P<status>\d{3})')


def status(line):
    found = LINE.match(line)
    if found is None:
        raise ValueError("not a line of an access log: %r" % line)
    return int(found["status"])


def statuses_of(lines, note):
    """Calls note(status) for each line, from four threads."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda line: note(status(line)), lines))
