// SPDX-License-Identifier: MIT
// The second part of the bridge that is written in Python: lists and objects, and what is in them.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// Behind argument_script_text.
inline constexpr const char* container_script_text = R"(

LISTS = {list: list, tuple: tuple, set: set, frozenset: frozenset, collections.deque: collections.deque, collections.abc.Sequence: list,
         collections.abc.Iterable: list, collections.abc.Collection: list, collections.abc.MutableSequence: list, collections.abc.Set: set,
         collections.abc.MutableSet: set}
DICTS = {dict: dict, collections.abc.Mapping: dict, collections.abc.MutableMapping: dict, collections.OrderedDict: collections.OrderedDict,
         collections.defaultdict: collections.defaultdict}
NUMBER = re.compile('-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?')
WORDS = {'null': None, 'true': True, 'false': False}
LONGEST_NUMBER = 400


def each_of(reader, places):
    """Reads the values of (place, value) pairs; what does not fit is told with its place."""
    for place, value in places:
        try:
            yield place, reader(value)
        except InvalidArguments as why:
            raise why.inside(place)


def hashed(value):
    try:
        hash(value)
    except TypeError:
        refuse('what has a hash', value)
    return value


def items(made, args):
    fixed = [called(one) for one in args if one != ()] if made is tuple and args and args[-1] is not Ellipsis else None
    each = called(args[0]) if args and fixed is None else plain(ANY)

    def read(value):
        if type(value) is not list:
            refuse('a list', value)
        if fixed is not None:
            if len(value) != len(fixed):
                raise InvalidArguments([fault(f'expected a list of {len(fixed)} items, got {len(value)}')])
            return tuple(one for i, part in enumerate(value) for _, one in each_of(fixed[i], [(i, part)]))
        parts = [one for _, one in each_of(each, enumerate(value))]
        try:
            return made(parts)
        except TypeError:  # of a set
            for _ in each_of(hashed, enumerate(parts)):
                pass
            raise
    return PLAIN[list] if made is list and not args else read


def members(made, args):
    each = called(args[1]) if args else plain(ANY)
    key = key_of(args[0]) if args else None
    if made is collections.defaultdict:
        kind = args and (typing.get_origin(args[1]) or args[1])
        made = functools.partial(made, kind if kind in (*LISTS, *DICTS, *BITS) and kind is not type(None) else None)

    def read(value):
        if type(value) is not dict:
            refuse('an object', value)
        pairs = each_of(each, value.items())
        if key is None:
            return made(pairs)
        read_all = made()
        for name, one in pairs:
            [(_, known)] = each_of(key, [(name, name)])
            if known in read_all:
                raise InvalidArguments([fault('its name stands for what another one stands for')]).inside(name)
            read_all[known] = one
        return read_all
    return read


def key_of(hint):
    """What a name stands for: a text, or the number, bool or null that was written as one. Nothing where it stays what it is."""
    reader = reader_of(hint)
    if isinstance(reader, int) and reader & BITS[str]:
        return None
    reader = called(hint)

    def read(name):
        try:
            return hashed(reader(name))
        except InvalidArguments as why:
            for meant in meant_by(name):
                try:
                    return hashed(reader(meant))
                except InvalidArguments:
                    pass
            raise InvalidArguments([{**one, 'message': 'its name: ' + one['message']} for one in why.bridge_data]) from why.__cause__
    return read


def meant_by(name):
    if name in WORDS:
        return [WORDS[name]]
    found = NUMBER.fullmatch(name) if len(name) <= LONGEST_NUMBER else None
    if not found:
        return []
    meant = float(name) if found[2] or found[3] else int(name)
    return [meant] if math.isfinite(meant) else []
)";

}  // namespace pyhost::inline v0::detail
