# SPDX-License-Identifier: MIT
"""What modules of Python declare, as data: independent of how Python writes it and of what becomes of it in C++."""

from dataclasses import dataclass, field

# Types: what an annotation means, with imports, aliases and strings resolved. All are hashable.


@dataclass(frozen=True)
class Named:
    """A class or special form by the path of its definition: builtins.int, builtins.None, collections.abc.Sequence, typing.Any, shapes.Circle."""
    path: str
    arguments: tuple = ()


@dataclass(frozen=True)
class Union:
    """At least two members, flat, each once, in order; None among them makes it optional."""
    members: tuple


@dataclass(frozen=True)
class Literal:
    """Constants of one kind: all str, all int, all bytes, or all bool. Others are a Union of such, members of enums are the enum."""
    values: tuple


@dataclass(frozen=True)
class Callable:
    """The types of its parameters, or None for `...`."""
    parameters: "tuple | None"
    result: object


@dataclass(frozen=True)
class TypeVariable:
    """Constraints are types, or empty; the bound is a type, or None, and so is the default, for where no argument is given."""
    name: str
    constraints: tuple = ()
    bound: object = None
    default: object = None


@dataclass(frozen=True)
class Alias:
    """A name that the user has given to a Literal or a Union, which has no name of its own."""
    path: str
    target: object


@dataclass(frozen=True)
class NewType:
    path: str
    target: object


@dataclass(frozen=True)
class Unsupported:
    """What has no meaning here: the text of the annotation, and why."""
    text: str
    reason: str


# Declarations.

POSITIONAL_ONLY, POSITIONAL, VARIADIC, KEYWORD, KEYWORDS = "positional-only", "positional", "variadic", "keyword", "keywords"


@dataclass(frozen=True)
class Member:
    """A member of an enum. It is compared at run time where no other member may be the same one by another name."""
    path: str  # of the enum
    name: str
    is_compared: bool = True

    def __repr__(self):
        return "%s.%s" % (self.path.rpartition(".")[2], self.name)


@dataclass(frozen=True)
class Default:
    """A default value: a constant where `is_known`, as ast.literal_eval gives it, or a Member; else an expression that only Python can
    evaluate."""
    is_known: bool
    value: object = None


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str
    type: object
    default: "Default | None" = None


@dataclass(frozen=True)
class Signature:
    """The parameters, without self or cls of a method, and the result. Not annotated is typing.Any, with `is_typed` false."""
    parameters: tuple
    result: object
    is_async: bool = False
    is_typed: bool = True
    line: int = 0  # 0 of one that is written nowhere


FUNCTION, METHOD, CLASS_METHOD, STATIC_METHOD = "function", "method", "class method", "static method"


@dataclass
class Function:
    """One signature, or one for each @overload. `parameters` is the definition's own list for the check at run time, where it is known:
    "(x, /, *, width=3)" with constants as repr() writes them and `...` for other defaults, "async (x)" for coroutine functions.
    `is_generator`: it yields, whatever its annotation says; of stubs nothing is known of that."""
    name: str
    kind: str
    signatures: list
    documentation: str = ""
    parameters: "str | None" = None
    line: int = 0
    is_generator: bool = False


@dataclass
class Attribute:
    """A property, an annotated attribute of a class, or a variable of a module. `value` is that of a Final constant where it is known."""
    name: str
    type: object
    is_writable: bool = False
    documentation: str = ""
    value: "Default | None" = None
    is_of_class: bool = False  # ClassVar
    line: int = 0


@dataclass(frozen=True)
class Field:
    """Of a dataclass, NamedTuple or TypedDict. One that is not required may be missing; a default is one of the class."""
    name: str
    type: object
    default: "Default | None" = None
    is_required: bool = True
    is_in_init: bool = True
    line: int = 0
    is_keyword: bool = False  # in __init__, of dataclasses
    is_compared: bool = True  # by ==, of dataclasses
    name_in_results: "str | None" = None  # of models: not that of arguments, or empty where results have none
    is_none_by_default: bool = False  # of models, whatever the type says


CLASS, PROTOCOL, DATACLASS, NAMED_TUPLE, TYPED_DICT, ENUM, FLAG = "class", "protocol", "dataclass", "NamedTuple", "TypedDict", "Enum", "Flag"


@dataclass
class Class:
    """Bases are types; fields are of records, with those of bases first; members are Functions and Attributes; values are of enums, in order.

    A dataclass whose __init__ is its own, or that has InitVars, is a plain class.
    """
    path: str
    kind: str
    bases: tuple = ()
    type_parameters: tuple = ()
    fields: list = field(default_factory=list)
    model_fields: list = field(default_factory=list)  # of models of pydantic, as JSON has them; to C++ these are plain classes
    members: list = field(default_factory=list)
    values: list = field(default_factory=list)  # (name, Default)
    documentation: str = ""
    line: int = 0
    is_abstract: bool = False  # has abstract methods, its own or of a base
    is_changed: bool = False  # by a decorator, a metaclass or an assignment, which may have given it a constructor
    has_equality: bool = True  # of records: equal when all fields are
    writes_equality: bool = False  # of dataclasses: an __eq__ in place of one that is inherited

    @property
    def name(self):
        return self.path.rpartition(".")[2]


@dataclass
class TypeAlias:
    """A public name for a type."""
    name: str
    type: object
    documentation: str = ""
    line: int = 0


@dataclass
class Module:
    """Its public declarations in the order of the file: Functions, Attributes, Classes, TypeAliases."""
    name: str
    file: str
    is_stub: bool
    declarations: list = field(default_factory=list)
    documentation: str = ""
    untyped: list = field(default_factory=list)  # (name, line) of variables whose type nothing tells
