// SPDX-License-Identifier: MIT
// The third part of the bridge that is written in Python: what is made of objects, arrays and attachments.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// Behind container_script_text.
inline constexpr const char* class_script_text = R"(

def record(kind, shape):
    """What is made of an object; shape() gives (reader, is required) for each of its members."""
    known = []  # once it is asked: a class may have itself in it

    def read(value):
        if type(value) is not dict:
            refuse(f'an object for {kind.__name__}', value)
        if not known:
            known.append(shape())
        fields = known[0]
        faults = [(name, f'{kind.__name__} has no such field') for name in value if name not in fields]
        faults += [(name, 'it is missing') for name, (_, is_required) in fields.items() if is_required and name not in value]
        if faults:
            raise InvalidArguments([InvalidArguments([fault(message)]).inside(name).bridge_data[0] for name, message in faults[:MOST_FAULTS]])
        given = {name: one for name, part in value.items() for _, one in each_of(fields[name][0], [(name, part)])}
        try:
            return kind(**given)
        except (ValueError, TypeError) as why:  # what __post_init__ has to say
            raise refused_by(why) from why
    return read


def fields_of_dataclass(kind, args):
    hints, missing = hints_of(kind, args), dataclasses.MISSING
    given = {field.name for field in dataclasses.fields(kind) if field.init}
    return {name: (called(hints.get(name, typing.Any)), field.default is missing and field.default_factory is missing)
            for name, field in kind.__dataclass_fields__.items()
            if name in given or field._field_type is dataclasses._FIELD_INITVAR}


def fields_of_typed_dict(kind, args):
    """With the marks of its annotations: where those were texts, the class does not know them."""
    made = {}
    for name, hint in hints_of(kind, args).items():
        is_required = name in kind.__required_keys__
        while getattr(typing.get_origin(hint), '_name', None) in QUALIFIERS:
            mark = typing.get_origin(hint)._name
            is_required = mark == 'Required' or (is_required and mark != 'NotRequired')
            hint = typing.get_args(hint)[0]
        made[name] = called(hint), is_required
    return made


def fields_of_named_tuple(kind, args):
    hints = hints_of(kind, args)
    return {name: (called(hints.get(name, typing.Any)), name not in kind._field_defaults) for name in kind._fields}


SHAPES = [(dataclasses.is_dataclass, fields_of_dataclass), (lambda kind: hasattr(kind, '__required_keys__'), fields_of_typed_dict),
          (lambda kind: issubclass(kind, tuple) and hasattr(kind, '_fields'), fields_of_named_tuple)]


def refused_by(why):
    """What a class has raised of what it was given; pydantic tells each fault with its place."""
    if isinstance(why, InvalidArguments):
        return why
    if not type(why).__module__.startswith('pydantic') or not hasattr(why, 'errors'):
        return InvalidArguments([fault(cut(str(why) or type(why).__name__, LONGEST_REASON))])
    made = []
    for one in why.errors(include_url=False, include_input=False, include_context=False)[:MOST_FAULTS]:
        refused = InvalidArguments([fault(cut(one['msg'], LONGEST_REASON))])
        made += functools.reduce(lambda inner, name: inner.inside(name), reversed(one['loc']), refused).bridge_data
    return InvalidArguments(made)


def validators_of_model(kind):
    is_plain = getattr(kind.model_validate, '__module__', '').startswith('pydantic')
    return kind.model_validate, kind.model_validate_json if is_plain else None


def validators_of_type(hint):
    import pydantic
    adapter = pydantic.TypeAdapter(hint)
    return adapter.validate_python, adapter.validate_json


def model(validators):
    """`validators` gives what validates values of Python, and texts of JSON or None: a strict one takes a date of a text of JSON alone."""
    known = []  # once it is asked: a class may have itself in it

    def read(value):
        if not known:
            known.append(validators())
        by_value, by_text = known[0]
        try:
            return by_value(value)
        except ValueError as why:
            if not hasattr(why, 'errors'):
                raise
            raised = why
        if by_text is not None:
            try:
                return by_text(json.dumps(value))
            except TypeError:  # bytes of an attachment
                pass
            except ValueError as why:
                if hasattr(why, 'errors') and len(why.errors()) < len(raised.errors()):
                    raised = why
        raise refused_by(raised) from raised
    return read


ABSTRACT = ('generic', 'number', 'integer', 'signedinteger', 'unsignedinteger', 'inexact', 'floating', 'complexfloating', 'flexible', 'character')


def array(args):
    """Of numpy; the type of its items is that of the annotation, as `numpy.typing.NDArray[numpy.uint8]`."""
    wanted = (typing.get_args(args[1]) if len(args) == 2 else None) or (None,)
    wanted = typing.get_origin(wanted[0]) or wanted[0]
    is_told = isinstance(wanted, type) and wanted is not typing.Any

    def read(value):
        import numpy
        if type(value) is not list:
            refuse('lists of numbers, each as long as the others', value)
        try:
            made = numpy.asarray(value)
        except ValueError:
            made = None
        if made is None or made.dtype.kind not in 'biufU':
            refuse('lists of numbers, each as long as the others', value)
        if not is_told or issubclass(made.dtype.type, wanted):
            return made
        fits = as_items(numpy, made, numpy.float64 if issubclass(numpy.float64, wanted) else wanted)
        if fits is None:
            raise InvalidArguments([fault(f'expected lists of what fits in {wanted.__name__}, got {made.dtype.name}')])
        return fits
    return read


def as_items(numpy, made, wanted):
    """The array of another type, where that loses no more than digits of a float; else nothing."""
    if wanted.__name__ in ABSTRACT or not issubclass(wanted, (numpy.number, numpy.bool_, numpy.str_)):
        return None
    is_safe = made.size == 0 or (made.dtype.kind in 'iuf' and numpy.dtype(wanted).kind in 'iufc')
    if not is_safe or (made.size and made.dtype.kind == 'f' and numpy.dtype(wanted).kind in 'iu'):
        return None
    with numpy.errstate(all='ignore'):
        turned = made.astype(wanted)
        fits = not made.size or (numpy.array_equal(turned, made) if turned.dtype.kind in 'iu' else numpy.isfinite(turned).all())
    return turned if fits else None


def instance(kind):
    """For classes that are made of nothing in JSON; of attachments there are bytes."""
    try:
        isinstance(None, kind)
    except Exception:  # a protocol for type checkers alone
        return ANY

    def read(value):
        if kind in (bytearray, memoryview) and type(value) is bytes:
            return kind(value)
        return value if isinstance(value, kind) else refuse(f'a {kind.__name__}', value)
    is_told = type(kind).__instancecheck__ in (type.__instancecheck__, abc.ABCMeta.__instancecheck__)
    read.takes_nothing = is_told and not any(issubclass(one, kind) for one in (*BITS, bytes)) and kind not in (bytearray, memoryview)
    return read
)";

}  // namespace pyhost::inline v0::detail
