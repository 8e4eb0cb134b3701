"""What 04_errors calls."""


class StorageError(Exception):
    """Raised when a record cannot be had."""


class MissingRecord(StorageError):
    pass


def read(key):
    try:
        return {"a": 1}[key]
    except KeyError as e:
        raise MissingRecord("no record %r" % key) from e


def read_file(name):
    with open(name) as file:
        return file.read()


def sums(rows):
    return [sum(row) for row in rows]


def call(function, *arguments):
    return function(*arguments)


def caught(function):
    """What Python sees of an exception of C++."""
    try:
        function()
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)
