# SPDX-License-Identifier: MIT
"""Which types of Python's own become which of C++ that need no declaration."""

INTEGER = ("std::int64_t", ("<cstdint>", "<pyhost/convert/arithmetic.hpp>"), "", True)
FLOATING = ("double", ("<pyhost/convert/arithmetic.hpp>",), "", True)
TEXT = ("std::string", ("<string>", "<string_view>", "<pyhost/convert/text.hpp>"), "std::string_view", True)
BYTES = ("std::vector<std::byte>", ("<cstddef>", "<span>", "<vector>", "<pyhost/convert/bytes.hpp>"), "std::span<const std::byte>", True)
PATH = ("std::filesystem::path", ("<filesystem>", "<pyhost/convert/path.hpp>"), "", True)
CHRONO = ("<chrono>", "<pyhost/convert/chrono.hpp>")

# The type, what it needs, what a parameter refers to it by, and whether it has `<`.
SCALARS = {
    "builtins.bool": ("bool", ("<pyhost/convert/arithmetic.hpp>",), "", True),
    "builtins.int": INTEGER,
    "typing.SupportsIndex": INTEGER,
    "builtins.float": FLOATING,
    "typing.SupportsFloat": FLOATING,
    "builtins.complex": ("std::complex<double>", ("<complex>", "<pyhost/convert/complex.hpp>"), "", False),
    "typing.SupportsComplex": ("std::complex<double>", ("<complex>", "<pyhost/convert/complex.hpp>"), "", False),
    "builtins.str": TEXT,
    "builtins.bytes": BYTES,
    "builtins.bytearray": BYTES,
    "builtins.memoryview": BYTES,
    "collections.abc.Buffer": BYTES,
    "collections.abc.ByteString": BYTES,
    "typing_extensions.Buffer": BYTES,
    "pathlib.Path": PATH,
    "pathlib.PurePath": PATH,
    "pathlib.PosixPath": PATH,
    "pathlib.PurePosixPath": PATH,
    "os.PathLike": PATH,
    "datetime.datetime": ("pyhost::date_time", ("<pyhost/bindings/date_time.hpp>",), "", True),
    "datetime.date": ("std::chrono::year_month_day", CHRONO, "", True),
    "datetime.time": ("std::chrono::hh_mm_ss<std::chrono::microseconds>", CHRONO, "", False),
    "datetime.timedelta": ("std::chrono::microseconds", CHRONO, "", True),
    "decimal.Decimal": ("pyhost::decimal", ("<pyhost/values/decimal.hpp>",), "", True),
    "fractions.Fraction": ("pyhost::fraction", ("<pyhost/values/fraction.hpp>",), "", True),
    "uuid.UUID": ("pyhost::uuid", ("<pyhost/values/uuid.hpp>",), "", True),
}

# What numpy's scalar types are in an array.
ITEMS = {"numpy.float64": "double", "numpy.double": "double", "numpy.float32": "float", "numpy.single": "float",
         **{"numpy.%sint%d" % (sign, bits): "std::%sint%d_t" % (sign, bits) for sign in ("", "u") for bits in (8, 16, 32, 64)},
         "numpy.int_": "std::int64_t", "numpy.intp": "std::int64_t", "builtins.float": "double", "builtins.int": "std::int64_t"}
ARRAYS = frozenset(["numpy.typing.NDArray", "numpy.ndarray"])

LISTS = frozenset(["builtins.list", "collections.abc.Sequence", "collections.abc.MutableSequence", "collections.UserList"])

# As a parameter any sequence will do; as a result the items come one after the other.
ITERABLES = frozenset("collections.abc." + name for name in
                      "Iterable Iterator Collection Container Reversible Generator ValuesView ItemsView MappingView".split())
ASYNC_ITERABLES = frozenset("collections.abc." + name for name in "AsyncIterable AsyncIterator AsyncGenerator".split())
STEPPED = frozenset("collections.abc." + name for name in "Iterable Iterator Generator Reversible".split())
AWAITABLES = frozenset("collections.abc." + name for name in "Awaitable Coroutine".split())
SETS = frozenset(["builtins.set", "builtins.frozenset", "collections.abc.Set", "collections.abc.MutableSet", "collections.abc.KeysView"])
MAPS = frozenset(["builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping", "collections.OrderedDict",
                  "collections.defaultdict", "collections.Counter", "collections.ChainMap", "types.MappingProxyType"])

# What stays an object in a binding, though it has a type in Python: nothing of C++ says more.
CONTAINERS = frozenset(["builtins.type", "types.ModuleType", "types.FunctionType", "types.CodeType", "types.TracebackType", "types.FrameType",
                        "collections.abc.Hashable", "collections.abc.Sized", "collections.abc.Callable", "builtins.slice", "types.NoneType",
                        "types.EllipsisType", "builtins.ellipsis", "typing.Hashable", "typing.Sized"])
