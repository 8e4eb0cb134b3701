# SPDX-License-Identifier: MIT
"""The modules whose public names mean something by themselves, and the one name for what has several."""

# Names of these are not followed to where a stub happens to define them.
MODULES = frozenset((
    "typing", "typing_extensions", "collections", "collections.abc", "abc", "builtins", "datetime", "pathlib", "decimal", "fractions",
    "uuid", "enum", "dataclasses", "os", "numpy", "numpy.typing", "array", "io", "re", "types", "contextlib", "functools", "warnings"))
# These are large, and perhaps not installed: whether they have a name is asked only of one that has been read.
UNCHECKED = frozenset(("numpy", "numpy.typing"))

HOMES = {"_io": "io", "_decimal": "decimal", "_collections_abc": "collections.abc"}  # where the names of a hidden module are public

IN_BUILTINS = {"List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple", "Type": "type", "Text": "str",
               "LiteralString": "str"}
IN_COLLECTIONS = {"Deque": "deque", "DefaultDict": "defaultdict", "OrderedDict": "OrderedDict", "Counter": "Counter",
                  "ChainMap": "ChainMap"}
IN_ABC = ("AsyncGenerator AsyncIterable AsyncIterator Awaitable Buffer ByteString Callable Collection Container Coroutine Generator "
          "Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet Reversible Sequence "
          "Sized ValuesView").split()

SAME = {
    **{"typing." + name: "builtins." + real for name, real in IN_BUILTINS.items()},
    **{"typing." + name: "collections." + real for name, real in IN_COLLECTIONS.items()},
    **{"typing." + name: "collections.abc." + name for name in IN_ABC},
    "typing.AbstractSet": "collections.abc.Set",
    "typing.Pattern": "re.Pattern",
    "typing.Match": "re.Match",
    "typing.ContextManager": "contextlib.AbstractContextManager",
    "typing.AsyncContextManager": "contextlib.AbstractAsyncContextManager",
    "typing.Never": "typing.NoReturn",
    "types.NoneType": "builtins.None",
    "types.EllipsisType": "builtins.ellipsis",
    "types.LambdaType": "types.FunctionType",
    "types.DynamicClassAttribute": "builtins.property",
    "builtins.EnvironmentError": "builtins.OSError",
    "builtins.IOError": "builtins.OSError",
    "builtins.WindowsError": "builtins.OSError",
    "os.error": "builtins.OSError",
    "array.ArrayType": "array.array",
    "enum.EnumType": "enum.EnumMeta",
    "enum.property": "builtins.property",
    "abc.abstractproperty": "builtins.property",
    "abc.abstractclassmethod": "builtins.classmethod",
    "abc.abstractstaticmethod": "builtins.staticmethod",
}


def canonical(path):
    """The path that stands for all names of a class or special form."""
    module, _, name = path.rpartition(".")
    if module == "typing_extensions":
        path = "typing." + name
    return SAME.get(path, path)


def is_public(module, name):
    return module in MODULES and not name.startswith("_")
