// SPDX-License-Identifier: MIT
// The part of the bridge that is written in Python: what the annotations of a function say of its arguments.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// What JSON has, as bits; an annotation of such types alone needs no function to read it.
enum json_type : unsigned { json_null = 1, json_bool = 2, json_int = 4, json_float = 8, json_str = 16, json_list = 32, json_dict = 64 };

inline constexpr const char* argument_script_text = R"(
import collections.abc, dataclasses, enum, functools, inspect, os, sys, threading, types, typing

ANY = 127
BITS = {type(None): 1, bool: 2, int: 4, float: 8, str: 16, list: 32, dict: 64}
PLAIN = {**BITS, None: 1, object: ANY, typing.Any: ANY}
LISTS = {list: list, tuple: tuple, set: set, frozenset: frozenset, collections.abc.Sequence: list, collections.abc.Iterable: list,
         collections.abc.Collection: list, collections.abc.MutableSequence: list, collections.abc.Set: set}
DICTS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
FROM_TEXT = {('datetime', 'datetime'): 'fromisoformat', ('datetime', 'date'): 'fromisoformat', ('datetime', 'time'): 'fromisoformat',
             ('uuid', 'UUID'): '', ('decimal', 'Decimal'): ''}  # by name: decimal in a second run has something to say on stderr
MASKS = {1: 'null', 2: 'a bool', 4: 'an int', 8: 'a number', 16: 'a str', 32: 'a list', 64: 'an object'}
MOST_FAULTS, MOST_ATTEMPTS = 20, 1000
attempts = threading.local()  # of alternatives, while one argument is read


class InvalidArguments(Exception):
    bridge_code = 'invalid_arguments'
    command = None

    def __init__(self, faults):
        self.bridge_data = faults[:MOST_FAULTS]

    def __str__(self):
        return (f"command '{self.command}': " if self.command else '') + '; '.join(f"{one['pointer'] or '/'}: {one['message']}" for one in self.bridge_data)

    def inside(self, name):
        """The same where it is in a member or an item: pointers are made on the way out alone."""
        before = '/' + str(name).replace('~', '~0').replace('/', '~1')
        for one in self.bridge_data:
            one['pointer'] = before + one['pointer']
        return self

    def depth(self):
        return max(one['pointer'].count('/') for one in self.bridge_data)


def fault(message):
    return {'pointer': '', 'message': message}


def refuse(expected, got):
    shown = 'null' if got is None else f'{type(got).__name__} {got!r}' if mask_of(got) & 14 else f'{type(got).__name__} {got!r:.60}' \
        if type(got) is str else type(got).__name__
    raise InvalidArguments([fault(f'expected {expected}, got {shown[:80]}')])


def mask_of(value):
    return BITS.get(type(value), 0)


def names_of(mask):
    return ' or '.join(name for bit, name in MASKS.items() if mask & bit) if mask != ANY else 'anything'


def number(value):
    try:
        return float(value)
    except OverflowError:
        refuse('a number that a float can be near to', 'a larger one')


def plain(mask):
    def read(value):
        bit = mask_of(value)
        if mask == ANY or bit & mask:
            return value
        return number(value) if mask & 8 and bit == 4 else refuse(names_of(mask), value)
    return read


def is_union(hint):
    return typing.get_origin(hint) in (typing.Union, getattr(types, 'UnionType', typing.Union))


def reader_of(hint):
    """The bits of json_type, or a function of a value."""
    if hint is inspect.Parameter.empty:
        return ANY
    if hasattr(hint, '__supertype__') and not isinstance(hint, type):  # NewType
        return reader_of(hint.__supertype__)
    if hasattr(hint, '__value__') and not isinstance(hint, type):  # `type X = ...`, which may have itself in it
        return lambda value: called(hint.__value__)(value)
    if hasattr(hint, '__metadata__'):  # Annotated
        return reader_of(hint.__origin__)
    try:
        if hint in PLAIN:
            return PLAIN[hint]
    except TypeError:
        return ANY
    if is_union(hint):
        return union([reader_of(one) for one in typing.get_args(hint)])
    return reader_of_class(typing.get_origin(hint) or hint, typing.get_args(hint))


def called(hint):
    reader = reader_of(hint)
    return plain(reader) if isinstance(reader, int) else reader


def union(readers):
    mask = functools.reduce(int.__or__, (one for one in readers if isinstance(one, int)), 0)
    rest = [one for one in readers if not isinstance(one, int)]
    if not rest:
        return mask

    def read(value):
        if mask_of(value) & mask:
            return value
        is_outermost = not getattr(attempts, 'count', 0)
        try:
            return alternative(value)
        finally:
            if is_outermost:
                attempts.count = 0

    def alternative(value):
        worst = None
        for one in rest:
            attempts.count = getattr(attempts, 'count', 0) + 1
            if attempts.count > MOST_ATTEMPTS:
                raise InvalidArguments([fault(f'expected a value that fits in {MOST_ATTEMPTS} attempts at alternatives')])
            try:
                return one(value)
            except InvalidArguments as why:
                if worst is None or why.depth() > worst.depth():
                    worst = why
                elif why.depth() == worst.depth():
                    worst = InvalidArguments(worst.bridge_data + why.bridge_data)
        if mask & 8 and type(value) is int:
            return number(value)
        raise worst
    return read


def literal(values):
    def read(value):
        for one in values:
            if type(one) is type(value) and one == value:
                return one
        refuse('one of ' + ', '.join(map(repr, values)), value)
    return read


def reader_of_class(origin, args):
    if origin is typing.Literal:
        return literal(args)
    if origin in LISTS:
        return items(LISTS[origin], args)
    if origin in DICTS:
        return members(called(args[1])) if len(args) == 2 else PLAIN[dict]
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


def each_of(reader, places):
    """Reads the values of (place, value) pairs; what does not fit is told with its place."""
    for place, value in places:
        try:
            yield place, reader(value)
        except InvalidArguments as why:
            raise why.inside(place)


def items(made, args):
    fixed = [called(one) for one in args] if made is tuple and args and args[-1] is not Ellipsis else None
    each = called(args[0]) if args and fixed is None else plain(ANY)

    def read(value):
        if type(value) is not list:
            refuse('a list', value)
        if fixed is None:
            return made([one for _, one in each_of(each, enumerate(value))])
        if len(value) != len(fixed):
            raise InvalidArguments([fault(f'expected a list of {len(fixed)} items, got {len(value)}')])
        return made([one for i, part in enumerate(value) for _, one in each_of(fixed[i], [(i, part)])])
    return PLAIN[list] if made is list and not args else read


def members(each):
    def read(value):
        return dict(each_of(each, value.items())) if type(value) is dict else refuse('an object', value)
    return read


def member_of(kind):
    def read(value):
        for one in kind:
            if type(one.value) is type(value) and one.value == value:
                return one
        refuse('one of ' + ', '.join(repr(one.value) for one in kind), value)
    return read


def text(kind, make):
    def read(value):
        if type(value) is str:
            if kind.__module__ == 'datetime' and value.endswith('Z'):  # which CPython before 3.11 does not know
                value = value[:-1] + '+00:00'
            try:
                return make(value)
            except (ValueError, ArithmeticError):
                pass
        refuse(f'the text of a {kind.__name__}', value)
    return read
)";

}  // namespace pyhost::inline v0::detail
