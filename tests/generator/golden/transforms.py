"""Classes that others make dataclasses of, as attrs and pydantic do."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, ClassVar, Generic, List, Optional, TypeVar

if TYPE_CHECKING:
    from typing import dataclass_transform
else:
    def dataclass_transform(**_):
        return lambda made: made

T = TypeVar("T")


def column(*, default: Any = dataclasses.MISSING, factory: Any = dataclasses.MISSING, alias: str = "") -> Any:
    return dataclasses.field(default=default, default_factory=factory, metadata={"alias": alias})


@dataclass_transform(field_specifiers=(column,))
def define(made):
    return dataclasses.dataclass(made)


@dataclass_transform(kw_only_default=True, field_specifiers=(column,))
class _Models(type):
    def __call__(cls, **given: Any):
        made = cls.__new__(cls)
        annotations = {}
        for one in reversed(cls.__mro__):
            annotations.update(one.__dict__.get("__annotations__", {}))
        for name, kind in annotations.items():
            if kind.startswith("ClassVar"):
                continue
            value = getattr(cls, name, dataclasses.MISSING)
            options = value if isinstance(value, dataclasses.Field) else dataclasses.field(default=value)
            key = options.metadata.get("alias") or name
            if key in given:
                setattr(made, name, given.pop(key))
            elif options.default is not dataclasses.MISSING:
                setattr(made, name, options.default)
            elif options.default_factory is not dataclasses.MISSING:
                setattr(made, name, options.default_factory())
            else:
                raise TypeError("%s is missing" % key)
        if given:
            raise TypeError("%s is unknown" % ", ".join(given))
        return made


class Model(metaclass=_Models):
    """The base of models."""

    def __init__(self, **given: Any) -> None: ...


@define
class Place:
    """By a decorator."""

    x: float
    y: float = 0.5
    names: List[str] = column(factory=list)

    def norm(self) -> float:
        return self.x + self.y


class User(Model):
    """By a metaclass."""

    LIMIT: ClassVar[int] = 3
    _seen: int = 0
    id: int
    name: str = "nobody"
    roles: List[str] = column(factory=list)
    mail: Optional[str] = column(default=None, alias="eMail")

    def shown(self) -> str:
        return "%d %s %s %s" % (self.id, self.name, self.roles, self.mail)


class Admin(User):
    level: int


class Box(Model, Generic[T]):
    item: T


class Count(Box[int]):
    pass
