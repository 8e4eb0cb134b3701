"""A module that is called as one of the standard library is."""

import logging


class Entry:
    def __init__(self, text: str) -> None:
        self.text = text


def entry_of(logger: logging.Logger) -> Entry:
    return Entry(logger.name)


def logger_of(entry: Entry) -> logging.Logger:
    return logging.getLogger(entry.text)
