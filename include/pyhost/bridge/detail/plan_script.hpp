// SPDX-License-Identifier: MIT
// The last part of the bridge that is written in Python: how annotations are evaluated, and what a function takes.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

/// Behind class_script_text. plan(command, function, job) is what C++ calls, once for each command in a run.
inline constexpr const char* plan_script_text = R"(

def evaluated(hint, scope, local):
    """One annotation with all that is named in it; anything where that cannot be, as for a name that is there for type checkers alone."""
    try:
        holder = type('holder', (), {'__annotations__': {'hint': hint}})
        made = typing.get_type_hints(holder, scope, local, include_extras=True)['hint']
    except Exception:
        try:
            made = eval(hint, scope, local)  # up to 3.10 typing refuses InitVar
        except Exception:
            return typing.Any
        if not isinstance(made, dataclasses.InitVar):
            return typing.Any
    try:
        inner = made.type if isinstance(made, dataclasses.InitVar) else with_references(made)
    except SyntaxError:
        return typing.Any
    return made if inner is made else evaluated(inner, scope, local)


def with_references(hint):
    """Up to 3.10 typing leaves the texts in `list['int']` what they are."""
    args = () if sys.version_info >= (3, 11) or typing.get_origin(hint) is typing.Literal else getattr(hint, '__args__', ())
    made = tuple(typing.ForwardRef(one) if isinstance(one, str) else with_references(one) for one in args)
    if made == args:
        return hint
    if isinstance(hint, types.GenericAlias):
        return types.GenericAlias(hint.__origin__, made)
    return hint.copy_with(made) if hasattr(hint, 'copy_with') else typing.Union[made]


def substituted(hint, variables):
    """The annotation where type variables stand for something."""
    if isinstance(hint, typing.TypeVar):
        return variables.get(hint, hint)
    names = () if isinstance(hint, type) and not typing.get_origin(hint) else getattr(hint, '__parameters__', ())
    if not any(one in variables for one in names):
        return hint
    try:
        return hint[tuple(variables.get(one, one) for one in names)]
    except TypeError:
        return typing.Any


def variables_of(kind, args):
    """What type variables stand for in a class and in each that it derives from."""
    made = {kind: dict(zip(getattr(kind, '__parameters__', ()), args))}
    for base in vars(kind).get('__orig_bases__', ()):
        origin = typing.get_origin(base)
        if isinstance(origin, type) and origin is not typing.Generic:
            made.update(variables_of(origin, [substituted(one, made[kind]) for one in typing.get_args(base)]))
    return made


def annotations_of(kind):
    made = vars(kind).get('__annotations__')
    if made is None and sys.version_info >= (3, 14):
        import annotationlib
        made = annotationlib.get_annotations(kind, format=annotationlib.Format.FORWARDREF)
    return made or {}


def hints_of(kind, args):
    """The annotations of a class and of those that it derives from, each in its module."""
    variables = variables_of(kind, args)
    if hasattr(kind, '__required_keys__'):  # a TypedDict has no bases, but all that they say
        variables[kind] = {name: one for known in reversed(list(variables.values())) for name, one in known.items()}
    made = {}
    for base in reversed(kind.__mro__):
        module = vars(sys.modules.get(base.__module__, typing))
        local = {one.__name__: one for one in getattr(base, '__type_params__', ())}
        for name, hint in annotations_of(base).items():
            made[name] = substituted(evaluated(hint, {**vars(base), **vars(builtins), **local}, module), variables.get(base, {}))
    return made


def maker_of(kind):
    """The function of Python that makes an object of a class."""
    for made in (type(kind).__call__, kind.__new__, kind.__init__):
        if inspect.isfunction(inspect.unwrap(made)):
            return made
    return kind


def owner_of(function):
    """The function of Python that has the annotations of a signature: names in them are those of its module."""
    while True:
        before, function = function, inspect.unwrap(function)
        if isinstance(function, functools.partial):
            function = function.func
        elif inspect.ismethod(function):
            function = function.__func__
        elif isinstance(function, type):
            function = maker_of(function)
        elif not inspect.isroutine(function):
            function = type(function).__call__
        if function is before:
            return function


def signature_of(function):
    if sys.version_info < (3, 14):
        return inspect.signature(function)
    import annotationlib
    return inspect.signature(function, annotation_format=annotationlib.Format.FORWARDREF)


def read(command, reader, name, value):
    """What C++ calls for one argument."""
    try:
        return reader(value)
    except InvalidArguments as why:
        why.command = command
        raise why.inside(name) from why.__cause__


def reader_of_parameter(one, scope, local):
    reader = reader_of(evaluated(one.annotation, scope, local))
    return union([PLAIN[None], reader]) if one.default is None else reader


def plan(command, function, job):
    """(name, reader, is required) for each parameter; (name, default) for each that has no name for those who call; what reads the others,
    of a name and a value: None for none, the bits of all where it says nothing. A reader is the bits of json_type that are taken as they
    are, or a function of a value."""
    try:
        signature = signature_of(function)
    except (TypeError, ValueError):  # some builtin functions tell none
        return None
    owner = owner_of(function)
    scope = getattr(owner, '__globals__', None) or vars(sys.modules.get(getattr(owner, '__module__', None), typing))
    local = {one.__name__: one for one in getattr(owner, '__type_params__', ())}
    made, positional, more, has_job = [], [], None, False
    for one in signature.parameters.values():
        if one.kind is one.VAR_POSITIONAL:
            continue
        if one.kind is one.VAR_KEYWORD:
            reader = reader_of_parameter(one, scope, local)
            more = reader if reader == ANY else functools.partial(read, command, plain(reader) if isinstance(reader, int) else reader)
            continue
        if one.kind is one.POSITIONAL_ONLY:
            positional.append((one.name, one.default))
        if one.name == job:
            has_job = True
            continue
        reader, is_required = reader_of_parameter(one, scope, local), one.default is one.empty
        if is_required and getattr(reader, 'takes_nothing', False):
            kind = getattr(one.annotation, '__name__', one.annotation)
            raise TypeError(f"the command '{command}' has a parameter '{one.name}' of the annotation {kind}, which nothing in JSON becomes; "
                            'give it a default, or another annotation')
        made.append((one.name, reader if isinstance(reader, int) else functools.partial(read, command, reader, one.name), is_required))
    if job and not has_job and more is None:
        name = getattr(function, '__qualname__', function)
        raise TypeError(f"the options of the command '{command}' say that its job is '{job}', but {name} has no such parameter")
    return made, positional, more
)";

}  // namespace pyhost::inline v0::detail
