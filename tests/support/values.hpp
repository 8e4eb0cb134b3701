// SPDX-License-Identifier: MIT
// For tests of conversions: a Python expression through a C++ type and back, and the objects that misbehave.
#pragma once

#include <pyhost/builtins.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/eval.hpp>

#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

namespace support {

/// Whether malloc says no to what no memory holds: sanitizers and valgrind end the process there.
inline bool malloc_may_fail()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return false;
#else
    return std::getenv("PYHOST_TEST_LAUNCHER") == nullptr;
#endif
}

/// Whether long doubles are computed in all of their bits: valgrind takes 64.
inline bool computes_long_double()
{
    const char* launcher = std::getenv("PYHOST_TEST_LAUNCHER");
    return launcher == nullptr || std::string_view{launcher}.find("valgrind") == std::string_view::npos;
}

/// Whether a long double holds numbers beyond the range of double.
inline bool has_wide_long_double()
{
    return computes_long_double() && std::numeric_limits<long double>::max_exponent > std::numeric_limits<double>::max_exponent;
}

/// The repr of what becomes of a Python value that goes to `T` and back; the class of the error when it does not.
template <class T>
std::string through(std::string_view expression) PYHOST_NEEDS_GIL
{
    const pyhost::object value = pyhost::eval(expression);
    const pyhost::result<T> loaded = pyhost::try_cast<T>(value);
    if (!loaded.has_value()) return loaded.error().type_name();
    return pyhost::repr(pyhost::to_python(loaded.value()));
}

/// The whole text of the error: "TypeError: expected int, got None".
template <class T>
std::string error_of(std::string_view expression) PYHOST_NEEDS_GIL
{
    const pyhost::object value = pyhost::eval(expression);
    const pyhost::result<T> loaded = pyhost::try_cast<T>(value);
    if (loaded.has_value()) return "no error, but " + pyhost::repr(pyhost::to_python(loaded.value()));
    return loaded.error().type_name() + ": " + loaded.error().message();
}

/// The class of the error that `value` gives on its way to Python, or its repr there.
template <class T>
std::string to_python(const T& value) PYHOST_NEEDS_GIL
{
    try {
        return pyhost::repr(pyhost::to_python(value));
    } catch (const pyhost::error& e) {
        return e.type_name();
    }
}

/// Defines in __main__ the classes whose objects lie, raise or change things while they are converted.
inline void define_hostile_objects() PYHOST_NEEDS_GIL
{
    pyhost::exec(R"python(
import array, collections, collections.abc, ctypes, decimal, fractions, struct, types

class Index:                             # only __index__
    def __init__(self, value): self.value = value
    def __index__(self): return self.value

class Float:                             # only __float__
    def __init__(self, value): self.value = value
    def __float__(self): return self.value

async def unasked(): pass
def never_awaited():                     # a coroutine that ends without the warning
    made = unasked()
    made.close()
    return made

async def never_read(): yield

class OnlyInt:                           # only __int__, which no conversion may use
    def __int__(self): return 1

class Raises:                            # every dunder that a conversion might reach
    def boom(self, *_): raise KeyError("boom")
    __index__ = __float__ = __int__ = __bool__ = __len__ = __iter__ = __getitem__ = __str__ = __repr__ = __hash__ = boom

class Acts:                              # an integer and a float that does something when read
    def __init__(self, act, value=7): self.act, self.value = act, value
    def __index__(self):
        self.act()
        return self.value
    def __float__(self):
        self.act()
        return float(self.value)

class Int(int):                          # subclasses that lie: they count by value
    def __index__(self): return 99
    def __int__(self): return 99
class Real(float):
    def __float__(self): return 99.0
class Text(str):
    def __str__(self): return "lie"
    def __repr__(self): raise KeyError("boom")
class List(list):
    def __iter__(self): return iter([99])
    def __len__(self): return 10**15
    def __getitem__(self, i): return 99
class Tuple(tuple):
    def __iter__(self): return iter([99])
    def __len__(self): return 10**15
class Dict(dict):
    def __iter__(self): return iter(["lie"])
    def keys(self): return ["lie"]
    def items(self): return [("lie", 99)]
    def __getitem__(self, key): return 99
    def __len__(self): return 10**15
class Set(set):
    def __iter__(self): return iter([99])
    def __len__(self): return 10**15

class Sequence(collections.abc.Sequence):
    def __init__(self, items, length=None): self.items, self.length = items, length
    def __getitem__(self, i): return self.items[i]
    def __len__(self): return len(self.items) if self.length is None else self.length

class Mapping(collections.abc.Mapping):
    def __init__(self, items, length=None): self.held, self.length = items, length
    def __getitem__(self, key): return self.held[key]
    def __iter__(self): return iter(self.held)
    def __len__(self): return len(self.held) if self.length is None else self.length

class BadMapping(Mapping):
    def items(self): return [(1, 2), 3]

class ClaimsSequence:                    # a class that it is not
    @property
    def __class__(self): return list

class RaisingClass:
    @property
    def __class__(self): raise KeyError("boom")

def changing(make, act):                 # a container made by make(act) that act then changes
    box = []
    box.append(make(Acts(lambda: act(box[0]))))
    return box[0]

def half(values): return memoryview(struct.pack("%de" % len(values), *values)).cast("B")

class Formatted(ctypes.BigEndianStructure):
    _fields_ = [("x", ctypes.c_int)]
)python");
}

}  // namespace support
