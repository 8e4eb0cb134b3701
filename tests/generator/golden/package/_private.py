from typing import NamedTuple


class Setting(NamedTuple):
    name: str
