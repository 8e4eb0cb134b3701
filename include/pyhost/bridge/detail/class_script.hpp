// SPDX-License-Identifier: MIT
// The second part of the bridge that is written in Python: classes, and what a function takes.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// Behind argument_script_text. plan(command, function, job) gives (name, is positional-only, reader, is required) for each parameter, and
/// whether there is **kwargs. A reader is the bits of json_type that are taken as they are, or a function of a value.
inline constexpr const char* class_script_text = R"(def record(kind, required):
    hints = hints_of(kind)
    known = []  # the readers of the fields, once they are made: a class may have itself in it

    def read(value):
        if type(value) is not dict:
            refuse(f'an object for {kind.__name__}', value)
        if not known:
            known.append({name: called(hints.get(name, typing.Any)) for name in required})
        readers = known[0]
        faults = [InvalidArguments([fault(f'{kind.__name__} has no such field')]).inside(name).bridge_data[0] for name in value
                  if name not in readers]
        faults += [InvalidArguments([fault('it is missing')]).inside(name).bridge_data[0] for name in required
                   if required[name] and name not in value]
        if faults:
            raise InvalidArguments(faults)
        return kind(**{name: one for name, part in value.items() for _, one in each_of(readers[name], [(name, part)])})
    return read


def model(kind):
    def read(value):
        try:
            return kind.model_validate(value)
        except ValueError as why:
            if not hasattr(why, 'errors'):
                raise
            faults = why.errors(include_url=False, include_input=False, include_context=False)[:MOST_FAULTS]
            raise InvalidArguments([functools.reduce(lambda made, name: made.inside(name), reversed(one['loc']),
                                                     InvalidArguments([fault(one['msg'])])).bridge_data[0] for one in faults]) from why
    return read


def array(value):
    import numpy
    if type(value) is list:
        try:
            made = numpy.asarray(value)
            if made.dtype.kind in 'biufU':
                return made
        except ValueError:
            pass
    refuse('lists of numbers, each as long as the others', value)


def instance(kind):
    def read(value):  # bytes, which are attachments
        return value if isinstance(value, kind) else refuse(f'a {kind.__name__}', value)
    return read


def hints_of(owner):
    """The annotations; one that cannot be evaluated, as a name that is there for type checkers alone, is anything."""
    try:
        return typing.get_type_hints(owner)
    except Exception:
        space = getattr(owner, '__globals__', None) or vars(sys.modules.get(owner.__module__, typing))
        made = {}
        for name, hint in getattr(owner, '__annotations__', {}).items():
            try:
                made[name] = eval(hint, space) if isinstance(hint, str) else hint
            except Exception:
                made[name] = typing.Any
        return made


def read(command, reader, name, value):
    """What C++ calls for one argument."""
    try:
        return reader(value)
    except InvalidArguments as why:
        why.command = command
        raise why.inside(name) from why.__cause__


def plan(command, function, job):
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some builtin functions tell none
        return None
    hints = hints_of(inspect.unwrap(function))
    made, takes_more = [], False
    if job and job not in signature.parameters and inspect.Parameter.VAR_KEYWORD not in [one.kind for one in signature.parameters.values()]:
        name = getattr(function, '__qualname__', function)
        raise TypeError(f"the options of the command '{command}' say that its job is '{job}', but {name} has no such parameter")
    for one in signature.parameters.values():
        if one.kind is one.VAR_KEYWORD:
            takes_more = True
        elif one.kind is not one.VAR_POSITIONAL and one.name != job:
            hint = hints.get(one.name, typing.Any if isinstance(one.annotation, str) else one.annotation)
            reader = reader_of(hint)
            made.append((one.name, one.kind is one.POSITIONAL_ONLY, reader if isinstance(reader, int) else
                         functools.partial(read, command, reader, one.name), one.default is one.empty))
    return made, takes_more
)";

}  // namespace pyhost::inline v0::detail
