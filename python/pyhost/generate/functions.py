# SPDX-License-Identifier: MIT
"""Functions and methods: their signatures, and what the check at run time compares."""

import ast

from pyhost.generate import constants
from pyhost.generate.algebra import ANY, NONE, substitute, with_none
from pyhost.generate.decorators import decoration
from pyhost.generate.definitions import dotted
from pyhost.generate.forms import arguments
from pyhost.generate.generics import mapping
from pyhost.generate.model import (CLASS_METHOD, KEYWORD, KEYWORDS, METHOD, POSITIONAL, POSITIONAL_ONLY, VARIADIC, Function, Named,
                                   Parameter, Signature, TypeVariable)
from pyhost.generate.qualifiers import opened

ITERATORS = ("Iterator", "Generator", "Iterable", "AsyncIterator", "AsyncGenerator", "AsyncIterable")
CONSTRUCTORS = ("__init__", "__new__")


class Functions:
    """`typed_dict_of` gives the Class of a path that is a TypedDict, or None."""

    def __init__(self, resolver, typed_dict_of):
        self.resolver, self.typed_dict_of = resolver, typed_dict_of

    def decoration(self, node, context):
        return decoration(node, context.scope, self.resolver.definitions)

    def build(self, name, bindings, context, kind):
        """A Function from all definitions of one name; `kind` is FUNCTION, or METHOD for one that is bound to an object."""
        nodes = [binding.node for binding in bindings]
        decorations = [self.decoration(node, context) for node in nodes]
        overloads = [node for node, one in zip(nodes, decorations) if one.is_overload]
        kind = decorations[-1].kind or kind
        skips = kind in (METHOD, CLASS_METHOD)  # __new__ among them, which takes the class though it is a static method
        signatures = [self.signature(node, context, skips, self.decoration(node, context)) for node in overloads or nodes[-1:]]
        documentation = next(filter(None, (ast.get_docstring(node) for node in reversed(nodes))), "")
        has_text = not context.scope.source.is_stub and not decorations[-1].is_overload and all(one.is_known for one in decorations)
        is_generator = not context.scope.source.is_stub and not decorations[-1].manager and yields(nodes[-1])
        text = self.parameters_text(nodes[-1], skips, context) if has_text else None
        return Function(name, kind, signatures, documentation, text, nodes[0].lineno, is_generator)

    def signature(self, node, context, skips_first, decorated):
        context = context.declaring(self.resolver.generics.parameters(node, context))
        listed = listed_parameters(node, context.scope.source.is_stub, skips_first)
        first = first_parameter(node) if skips_first else None
        own = self.own_type(first, context)
        parameters = tuple(parameter for one in listed for parameter in self.unpacked(*one, context, own))
        is_constructor = node.name in CONSTRUCTORS and bool(context.self_path)
        result = NONE if is_constructor else self.result(node, context, own, decorated)
        is_typed = all(argument.annotation for _, argument, _ in listed) and (is_constructor or node.returns is not None)
        return Signature(parameters, result, is_coroutine(node, decorated, context), is_typed, node.lineno)

    def annotated(self, annotation, context, own):
        return substitute(self.resolver.type_of(annotation, context), own) if annotation else ANY

    def parameter(self, kind, argument, default, context, own):
        meaning, found = self.annotated(argument.annotation, context, own), self.resolver.enums.default(default, context.scope)
        if found and found.is_known and found.value is None:  # `x: int = None` of older code
            meaning = with_none(meaning)
        return Parameter(argument.arg, kind, meaning, found)

    def unpacked(self, kind, argument, default, context, own):
        """The parameter; for `**kwargs: Unpack[SomeTypedDict]` the keyword-only ones that it stands for."""
        packed = opened(argument.annotation) if kind == KEYWORDS else None
        parts = dotted(packed.value) if isinstance(packed, ast.Subscript) else None
        is_unpacked = parts and self.resolver.definitions.find(context.scope, parts).path == "typing.Unpack"
        meaning = self.resolver.type_of(arguments(packed)[0], context) if is_unpacked else None
        found = self.typed_dict_of(meaning.path) if isinstance(meaning, Named) else None
        if found is None:
            return [self.parameter(kind, argument, default, context, own)]
        taken = mapping(found.type_parameters, meaning.arguments)
        return [Parameter(one.name, KEYWORD, substitute(one.type, taken), None if one.is_required else constants.UNKNOWN)
                for one in found.fields]

    def own_type(self, first, context):
        """{name: class} for the type variable that stands for the class in `def f(self: T) -> T`."""
        annotation = first.annotation if first else None
        meaning = self.resolver.type_of(annotation, context) if annotation else None
        if isinstance(meaning, Named) and meaning.path == "builtins.type" and meaning.arguments:
            meaning = meaning.arguments[0]
        return {meaning.name: Named(context.self_path)} if isinstance(meaning, TypeVariable) and context.self_path else {}

    def result(self, node, context, own, decorated):
        meaning = self.annotated(node.returns, context, own)
        if not decorated.manager:
            return meaning
        is_iterator = isinstance(meaning, Named) and meaning.path.rpartition(".")[2] in ITERATORS and meaning.arguments
        return Named(decorated.manager, (meaning.arguments[0] if is_iterator else ANY,))

    def parameters_text(self, node, skips_first, context):
        """"(x, /, *, width=3)", "async (x)": the list of a definition, with constants as repr() writes them."""
        parts, previous = [], ""
        for kind, argument, default in listed_parameters(node, False, skips_first):
            if previous == POSITIONAL_ONLY and kind != POSITIONAL_ONLY:
                parts.append("/")
            if kind == KEYWORD and previous not in (KEYWORD, VARIADIC):
                parts.append("*")
            stars = {VARIADIC: "*", KEYWORDS: "**"}.get(kind, "")
            value = "=" + constants.text(self.resolver.enums.default(default, context.scope)) if default else ""
            parts.append(stars + argument.arg + value)
            previous = kind
        if previous == POSITIONAL_ONLY:
            parts.append("/")
        is_async = isinstance(node, ast.AsyncFunctionDef) and not yields(node)
        return ("async " if is_async else "") + "(" + ", ".join(parts) + ")"


def first_parameter(node):
    return next(iter(node.args.posonlyargs + node.args.args), None)


def listed_parameters(node, is_stub, skips_first):
    """[(kind, ast.arg, default or None)]"""
    found, arguments = [], node.args
    positional = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    only = len(arguments.posonlyargs)
    if is_stub and not only:
        only = old_positional_only(positional, skips_first)
    found += [(POSITIONAL_ONLY if at < only else POSITIONAL, argument, defaults[at]) for at, argument in enumerate(positional)]
    found = found[1:] if skips_first and positional else found
    if arguments.vararg:
        found.append((VARIADIC, arguments.vararg, None))
    found += [(KEYWORD, argument, default) for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults)]
    if arguments.kwarg:
        found.append((KEYWORDS, arguments.kwarg, None))
    return found


def old_positional_only(positional, skips_first):
    """How many of the first parameters have names like `__x`, as stubs wrote positional-only ones before `/`."""
    count = 1 if skips_first and positional else 0
    while count < len(positional) and positional[count].arg.startswith("__") and not positional[count].arg.endswith("__"):
        count += 1
    return count


def is_coroutine(node, decorated, context):
    return isinstance(node, ast.AsyncFunctionDef) and not decorated.manager and (context.scope.source.is_stub or not yields(node))


def yields(node):
    """Whether a function is a generator: it yields, and not only a function in it."""
    waiting = list(node.body)
    while waiting:
        one = waiting.pop()
        if isinstance(one, (ast.Yield, ast.YieldFrom)):
            return True
        waiting.extend(set(ast.iter_child_nodes(one)) - set(body_of(one)))  # its decorators and defaults are of the function around it
    return False


def body_of(node):
    """What runs in a scope of its own."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.body
    return [node.body] if isinstance(node, ast.Lambda) else []
