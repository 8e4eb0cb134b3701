# SPDX-License-Identifier: MIT
"""The few questions about files that the search asks."""

import errno
import os

is_file, is_directory, exists, join = os.path.isfile, os.path.isdir, os.path.exists, os.path.join


def parent(path):
    """The directory that holds a path; nothing above the root."""
    return "" if path in ("", "/") else os.path.dirname(path)


def may_read(path):
    return os.access(path, os.R_OK)


def may_pass(path):
    return os.access(path, os.X_OK)


def may_enter(path):
    return os.access(path, os.R_OK | os.X_OK)


def may_run(path):
    return is_file(path) and os.access(path, os.X_OK)


def why_absent(path, otherwise):
    """Why a path leads to nothing: what the system says where it is clear, else `otherwise`."""
    clear = {errno.EACCES: "it may not be read by this user",
             errno.ENAMETOOLONG: "its path is too long",
             errno.ELOOP: "it is a link that leads back to itself"}
    try:
        os.stat(path)
    except OSError as error:
        return clear.get(error.errno, otherwise)
    return otherwise


def text(path):
    """A file's text, or None when it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except OSError:
        return None


def starts_with(path, start):
    try:
        with open(path, "rb") as file:
            return file.read(len(start)) == start
    except OSError:
        return False


def names_in(directory):
    try:
        return os.listdir(directory)
    except OSError:
        return []
