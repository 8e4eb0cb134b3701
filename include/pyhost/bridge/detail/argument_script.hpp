// SPDX-License-Identifier: MIT
// The part of the bridge that is written in Python: what the annotations of a function say of its arguments.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// What JSON has, as bits; an annotation of such types alone needs no function to read it.
enum json_type : unsigned { json_null = 1, json_bool = 2, json_int = 4, json_float = 8, json_str = 16, json_list = 32, json_dict = 64 };

/// plan(function, job) gives (name, kind, reader, is_required) for each parameter, and whether there is **kwargs. A reader is the bits of
/// json_type that are taken as they are, or a function of a value and its JSON pointer.
inline constexpr const char* argument_script_text = R"(
import collections.abc, dataclasses, enum, functools, inspect, os, types, typing

ANY = 127
BITS = {type(None): 1, bool: 2, int: 4, float: 8, str: 16, list: 32, dict: 64}
PLAIN = {**BITS, None: 1, object: ANY, typing.Any: ANY}
LISTS = {list: list, tuple: tuple, set: set, frozenset: frozenset, collections.abc.Sequence: list, collections.abc.Iterable: list,
         collections.abc.Collection: list, collections.abc.MutableSequence: list, collections.abc.Set: set}
DICTS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
FROM_TEXT = {('datetime', 'datetime'): 'fromisoformat', ('datetime', 'date'): 'fromisoformat', ('datetime', 'time'): 'fromisoformat',
             ('uuid', 'UUID'): '', ('decimal', 'Decimal'): ''}  # by name: decimal in a second run has something to say on stderr
MASKS = {1: 'null', 2: 'a bool', 4: 'an int', 8: 'a number', 16: 'a str', 32: 'a list', 64: 'an object'}

class InvalidArguments(Exception):
    bridge_code = 'invalid_arguments'

    def __init__(self, faults):
        super().__init__('; '.join(f"{one['pointer']}: {one['message']}" for one in faults))
        self.bridge_data = faults

def refuse(at, expected, got):
    shown = 'null' if got is None else f'{type(got).__name__} {got!r}'
    shown = shown if len(shown) <= 80 else shown[:77] + '...'
    raise InvalidArguments([{'pointer': at, 'message': f'expected {expected}, got {shown}'}])

def step(at, name):
    return f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}"

def mask_of(value):
    return BITS.get(type(value), 0)

def names_of(mask):
    return ' or '.join(name for bit, name in MASKS.items() if mask & bit) if mask != ANY else 'anything'

def plain(mask):
    def read(value, at):
        bit = mask_of(value)
        if mask == ANY or bit & mask:
            return value
        if mask & 8 and bit == 4:
            return float(value)
        refuse(at, names_of(mask), value)
    return read

def is_union(hint):
    return typing.get_origin(hint) in (typing.Union, getattr(types, 'UnionType', typing.Union))

def reader_of(hint):
    """The bits of json_type, or a function."""
    if hint is inspect.Parameter.empty:
        return ANY
    for inner in ('__supertype__', '__value__'):  # NewType, and `type X = ...`
        if hasattr(hint, inner) and not isinstance(hint, type):
            return reader_of(getattr(hint, inner))
    if hasattr(hint, '__metadata__'):  # Annotated
        return reader_of(hint.__origin__)
    try:
        if hint in PLAIN:
            return PLAIN[hint]
    except TypeError:
        return ANY
    if isinstance(hint, (typing.TypeVar, typing.ForwardRef, str)):
        return ANY
    if is_union(hint):
        return union([reader_of(one) for one in typing.get_args(hint)])
    return reader_of_class(hint, typing.get_origin(hint) or hint, typing.get_args(hint))

def called(hint):
    reader = reader_of(hint)
    return plain(reader) if isinstance(reader, int) else reader

def union(readers):
    mask = functools.reduce(int.__or__, (one for one in readers if isinstance(one, int)), 0)
    rest = [one for one in readers if not isinstance(one, int)]
    if not rest:
        return mask

    def read(value, at):
        if mask_of(value) & mask:
            return value
        faults = []
        for one in rest:
            try:
                return one(value, at)
            except InvalidArguments as why:
                faults.append(why)
        if mask & 8 and type(value) is int:
            return float(value)
        if len(faults) == 1:
            raise faults[0]
        raise InvalidArguments([fault for why in faults for fault in why.bridge_data])
    return read

def literal(values):
    def read(value, at):
        for one in values:
            if type(one) is type(value) and one == value:
                return one
        refuse(at, 'one of ' + ', '.join(map(repr, values)), value)
    return read

def reader_of_class(hint, origin, args):
    if origin is typing.Literal:
        return literal(args)
    if origin in LISTS:
        return items(LISTS[origin], args)
    if origin in DICTS:
        value = called(args[1]) if len(args) == 2 else None
        return members(value) if value else PLAIN[dict]
    if not isinstance(origin, type):
        return ANY
    if issubclass(origin, enum.Enum):
        return member_of(origin)
    if hasattr(origin, 'model_validate'):
        return model(origin)
    if dataclasses.is_dataclass(origin):
        fields = [field for field in dataclasses.fields(origin) if field.init]
        missing = dataclasses.MISSING
        return record(origin, {field.name: field.default is missing and field.default_factory is missing for field in fields})
    if hasattr(origin, '__required_keys__'):
        return record(origin, {name: name in origin.__required_keys__ for name in origin.__annotations__})
    if issubclass(origin, tuple) and hasattr(origin, '_fields'):
        return record(origin, {name: name not in origin._field_defaults for name in origin._fields})
    maker = FROM_TEXT.get((origin.__module__, origin.__name__))
    if maker is not None or (issubclass(origin, os.PathLike) and origin.__module__.startswith('pathlib')):
        return text(origin, getattr(origin, maker) if maker else origin)
    if origin.__module__ == 'numpy' and origin.__name__ == 'ndarray':
        return array
    return instance(origin)

def items(made, args):
    fixed = [called(one) for one in args] if made is tuple and args and args[-1] is not Ellipsis else None
    each = called(args[0]) if args and fixed is None else plain(ANY)

    def read(value, at):
        if type(value) is not list:
            refuse(at, 'a list', value)
        if fixed is None:
            return made([each(one, f'{at}/{i}') for i, one in enumerate(value)])
        if len(value) != len(fixed):
            refuse(at, f'a list of {len(fixed)} items', value)
        return made([one(item, f'{at}/{i}') for i, (one, item) in enumerate(zip(fixed, value))])
    return PLAIN[list] if made is list and not args else read

def members(each):
    def read(value, at):
        if type(value) is not dict:
            refuse(at, 'an object', value)
        return {name: each(one, step(at, name)) for name, one in value.items()}
    return read

def member_of(kind):
    def read(value, at):
        for one in kind:
            if type(one.value) is type(value) and one.value == value:
                return one
        refuse(at, 'one of ' + ', '.join(repr(one.value) for one in kind), value)
    return read

def text(kind, make):
    def read(value, at):
        if type(value) is str:
            try:
                return make(value)
            except (ValueError, ArithmeticError):
                pass
        refuse(at, f'the text of a {kind.__name__}', value)
    return read

def record(kind, required):
    hints = typing.get_type_hints(kind)
    readers = {}  # made at first use: a class may have itself in it

    def read(value, at):
        if type(value) is not dict:
            refuse(at, f'an object for {kind.__name__}', value)
        if not readers:
            readers.update((name, called(hints.get(name, typing.Any))) for name in required)
        faults = [{'pointer': step(at, name), 'message': f'{kind.__name__} has no such field'} for name in value if name not in readers]
        faults += [{'pointer': at or '/', 'message': f"'{name}' is missing"} for name in required if required[name] and name not in value]
        if faults:
            raise InvalidArguments(faults)
        return kind(**{name: readers[name](one, step(at, name)) for name, one in value.items()})
    return read

def model(kind):
    def read(value, at):
        try:
            return kind.model_validate(value)
        except ValueError as why:
            if not hasattr(why, 'errors'):
                raise
            faults = why.errors(include_url=False, include_input=False, include_context=False)
            raise InvalidArguments([{'pointer': functools.reduce(step, one['loc'], at), 'message': one['msg']} for one in faults]) from why
    return read

def array(value, at):
    import numpy
    if type(value) is list:
        try:
            made = numpy.asarray(value)
            if made.dtype.kind in 'biufU':
                return made
        except ValueError:
            pass
    refuse(at, 'lists of numbers, each as long as the others', value)

def instance(kind):
    def read(value, at):
        if not isinstance(value, kind):  # bytes, which are attachments
            refuse(at, f'a {kind.__name__}', value)
        return value
    return read

def plan(function, job):
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some builtin functions tell none
        return None
    try:
        hints = typing.get_type_hints(inspect.unwrap(function))
    except Exception:  # a name that is only there for type checkers
        hints = {}
    made, takes_more = [], False
    for one in signature.parameters.values():
        if one.kind is one.VAR_KEYWORD:
            takes_more = True
        elif one.kind is not one.VAR_POSITIONAL and one.name != job:
            reader = reader_of(hints.get(one.name, ANY if isinstance(one.annotation, str) else one.annotation))
            made.append((one.name, one.kind is one.POSITIONAL_ONLY, reader, one.default is one.empty))
    return made, takes_more

)";

}  // namespace pyhost::inline v0::detail
