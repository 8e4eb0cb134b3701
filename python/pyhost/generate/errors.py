# SPDX-License-Identifier: MIT
"""What the reading of modules fails with; the text of each says what, where and what to do."""


class NotFound(Exception):
    """There is no file for a module."""


class Unreadable(Exception):
    """A file cannot be read, or is no Python that the running one can parse."""


class Undefined(Exception):
    """A name is public, and nothing that can be read says what it is."""


class Repeated(Exception):
    """Two functions would be commands of one name."""
