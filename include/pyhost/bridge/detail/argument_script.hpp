// SPDX-License-Identifier: MIT
// The part of the bridge that is written in Python: what the annotations of a function say of its arguments.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// What JSON has, as bits; an annotation of such types alone needs no function to read it.
enum json_type : unsigned { json_null = 1, json_bool = 2, json_int = 4, json_float = 8, json_str = 16, json_list = 32, json_dict = 64 };

inline constexpr const char* argument_script_text = R"(
import abc, builtins, collections, collections.abc, dataclasses, enum, functools, inspect, json, math, os, re, sys, threading, types, typing

ANY = 127
BITS = {type(None): 1, bool: 2, int: 4, float: 8, str: 16, list: 32, dict: 64}
PLAIN = {**BITS, None: 1, object: ANY, typing.Any: ANY}
EMPTY_TUPLES = (tuple[()], typing.Tuple[()])
QUALIFIERS = ('ClassVar', 'Final', 'NotRequired', 'ReadOnly', 'Required')
FROM_TEXT = {('datetime', 'datetime'): 'fromisoformat', ('datetime', 'date'): 'fromisoformat', ('datetime', 'time'): 'fromisoformat',
             ('uuid', 'UUID'): '', ('decimal', 'Decimal'): ''}  # by name: decimal in a second run has something to say on stderr
MASKS = {1: 'null', 2: 'a bool', 4: 'an int', 8: 'a number', 16: 'a str', 32: 'a list', 64: 'an object'}
MOST_FAULTS, MOST_ATTEMPTS = 20, 1000
LONGEST_NAME, LONGEST_POINTER, LONGEST_REASON = 200, 2000, 1000  # in bytes, of what is shown
attempts = threading.local()  # of alternatives, while one argument is read


class InvalidArguments(Exception):
    bridge_code = 'invalid_arguments'
    command = None

    def __init__(self, faults):
        self.bridge_data = faults[:MOST_FAULTS]

    def __str__(self):
        shown = '; '.join((f"{one['pointer']}: " if one['pointer'] else '') + one['message'] for one in self.bridge_data)
        return (f"command '{self.command}': " if self.command else '') + shown

    def inside(self, name):
        """The same where it is in a member or an item: pointers are made on the way out alone."""
        before = '/' + cut(str(name), LONGEST_NAME).replace('~', '~0').replace('/', '~1')
        for one in self.bridge_data:
            one['pointer'] = cut(before + one['pointer'], LONGEST_POINTER)
        return self

    def depth(self):
        return max(one['pointer'].count('/') for one in self.bridge_data)


def cut(text, most):
    """At most that many bytes of its UTF-8, with dots for those that are left out."""
    coded = text[:most + 1].encode('utf-8', 'replace')
    return text if len(coded) <= most else coded[:most].decode('utf-8', 'ignore') + '...'


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
        return later(lambda: called(substituted(hint.__value__, dict(zip(getattr(hint, '__type_params__', ()), typing.get_args(hint))))))
    if hasattr(hint, '__metadata__'):  # Annotated
        return reader_of(hint.__origin__)
    if isinstance(hint, typing.TypeVar):
        return union([reader_of(one) for one in hint.__constraints__]) if hint.__constraints__ else reader_of(hint.__bound__ or object)
    if hint in EMPTY_TUPLES:
        return items(tuple, ((),))
    if isinstance(hint, collections.abc.Hashable) and not typing.get_origin(hint) and hint in PLAIN:
        return PLAIN[hint]
    if is_union(hint):
        return union([reader_of(one) for one in typing.get_args(hint)])
    if getattr(typing.get_origin(hint), '_name', None) in QUALIFIERS:
        return reader_of(typing.get_args(hint)[0])
    return reader_of_class(typing.get_origin(hint) or hint, typing.get_args(hint))


def called(hint):
    reader = reader_of(hint)
    return plain(reader) if isinstance(reader, int) else reader


def later(make):
    """A reader that is made when it is first asked: it may have itself in it."""
    known = []

    def read(value):
        if not known:
            known.append(make())
        return known[0](value)
    return read


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


def reader_of_class(origin, args):
    if origin is typing.Literal:
        return literal([(one.value if isinstance(one, enum.Enum) else one, one) for one in args])
    if not isinstance(origin, type):
        return ANY
    if origin in LISTS:
        return items(LISTS[origin], args)
    if origin in DICTS:
        return members(DICTS[origin], args) if args or DICTS[origin] is not dict else PLAIN[dict]
    if issubclass(origin, enum.Flag):
        return flags_of(origin)
    if issubclass(origin, enum.Enum):
        return literal([(one.value, one) for one in origin])
    if hasattr(origin, 'model_validate'):
        return model(functools.partial(validators_of_model, origin))
    if hasattr(origin, '__get_pydantic_core_schema__') or '__pydantic_validator__' in vars(origin):  # EmailStr, AwareDatetime; its dataclasses
        return model(lambda: validators_of_type(origin[args] if args else origin))
    for is_one, shape in SHAPES:
        if is_one(origin):
            return record(origin, functools.partial(shape, origin, args))
    maker = FROM_TEXT.get((origin.__module__, origin.__name__))
    if maker is not None or (issubclass(origin, os.PathLike) and origin.__module__.startswith('pathlib')):
        return text(origin, getattr(origin, maker) if maker else origin)
    if origin.__module__ == 'numpy' and origin.__name__ == 'ndarray':
        return array(args)
    return instance(origin)


def literal(known):
    """One of (as JSON has it, what it stands for)."""
    def read(value):
        for shown, one in known:
            is_number = type(shown) is float and type(value) is int  # JavaScript writes 2.0 as 2
            if (type(shown) is type(value) or is_number) and shown == value:
                return one
        refuse('one of ' + ', '.join(repr(shown) for shown, _ in known), value)
    return read


def flags_of(kind):
    every = functools.reduce(int.__or__, (one.value for one in kind.__members__.values()), 0)

    def read(value):
        if type(value) is int and value >= 0 and not value & ~every:
            try:
                return kind(value)
            except ValueError:  # flags that are only known together
                pass
        refuse(f'flags of {kind.__name__}, which are the bits of {every}', value)
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
