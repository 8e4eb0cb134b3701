# SPDX-License-Identifier: MIT
"""Classes that a decorator, base or metaclass treats as dataclasses (PEP 681): those of attrs and models of pydantic.

Where a class says something of its parameters that is not followed here, it has no constructor of its own.
"""

import ast
import dataclasses

from pyhost.generate import constants, definitions as kinds, scope as scopes
from pyhost.generate.algebra import ANY
from pyhost.generate.definitions import dotted
from pyhost.generate.forms import arguments
from pyhost.generate.members import init_of
from pyhost.generate.model import Field
from pyhost.generate.qualifiers import QUALIFIERS, opened, unwrap
from pyhost.generate.records import annotated

WRAPPERS = frozenset(QUALIFIERS)  # what says something around a type
TRANSFORM = "typing.dataclass_transform"
ATTRS = ("attr.", "attrs.")
OLD_ATTRS = ("attr.attrs", "attr.s", "attr.attributes")  # which take what is called attr.ib() alone, unless auto_attribs says otherwise
ALL_ATTRIBUTES = [ast.keyword("auto_attribs", ast.Constant(True))]
UNKNOWN_OPTIONS = frozenset(["these", "field_transformer", "auto_detect", "alias_generator", "validate_by_alias", None])  # None: **options


class NotFollowed(Exception):
    """A class has parameters of which too little is known."""


@dataclasses.dataclass(frozen=True)
class Transform:
    """`is_keyword` tells of parameters, `specifiers` are the functions that tell of a field. attrs names parameters without underscores,
    checks defaults as other values, and puts a field that is written again behind others. `is_inherited`: by a base or metaclass."""
    path: str
    is_keyword: bool
    specifiers: frozenset
    is_inherited: bool = False

    @property
    def is_model(self):
        """Of pydantic, by a base: `init` and `kw_only` of its fields are for its dataclasses."""
        return self.is_inherited and self.path.startswith("pydantic.")

    @property
    def is_of_attrs(self):
        return self.path.startswith(ATTRS)


class Transforms:
    def __init__(self, records):
        self.records, self.resolver, self.definitions = records, records.resolver, records.definitions

    def init(self, found, context):
        """[the __init__ that is written for a class], or []."""
        transform, options = self.of_class(found)
        is_written = transform and "__init__" not in context.scope.names and options.get("init") is not False
        if not is_written or transform.is_inherited and self.inherits_init(found):
            return []
        try:
            return [init_of(self.fields(found, context).values(), found.binding.line)]
        except NotFollowed:
            return []

    def of_class(self, found, seen=frozenset()):
        """(the Transform of a class or None, the options that the class states)."""
        node = found.binding.node
        own, keywords = self.by_decorator(found)
        return (own, stated(keywords)) if own else (self.of_bases(found, seen), stated(node.keywords))

    def by_decorator(self, found):
        """(the Transform of a decorator or None, the decorator's keywords)."""
        for decorator in found.binding.node.decorator_list:
            is_call = isinstance(decorator, ast.Call)
            named = decorator.func if is_call else decorator
            transform = self.of_function(self.definition(named, found.scope))
            if transform:
                is_all = transform.is_of_attrs and dotted(named)[-1] == "dataclass"  # attr.attrs by another name
                return transform, [*ALL_ATTRIBUTES[:is_all], *(decorator.keywords if is_call else [])]
        return None, []

    def of_bases(self, found, seen):
        """That of the metaclass, or of a base or its metaclass."""
        metaclass = self.metaclass(found)
        if metaclass:
            return self.written(metaclass.binding.node, metaclass, True)
        for _, base in self.records.class_bases(found):
            if base.path not in seen:
                transform = self.written(base.binding.node, base, True) or self.of_bases(base, seen | {found.path})
                if transform:
                    return transform
        return None

    def metaclass(self, found):
        given = next((one.value for one in found.binding.node.keywords if one.arg == "metaclass"), None)
        metaclass = self.definition(given, found.scope) if given else None
        return metaclass if metaclass and metaclass.kind == kinds.CLASS else None

    def of_function(self, found):
        """That of a function, which one of its overloads has."""
        if found.kind != kinds.FUNCTION:
            return None
        nodes = [one.node for one in found.scope.names[found.name] if one.kind == scopes.FUNCTION]
        return next(filter(None, (self.written(node, found) for node in nodes)), None)

    def written(self, node, found, is_inherited=False):
        """The Transform that the decorators of a function or class state."""
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and self.definition(decorator.func, found.scope).path == TRANSFORM:
                given = {one.arg: one.value for one in decorator.keywords}
                specifiers = getattr(given.get("field_specifiers"), "elts", [])
                paths = frozenset(self.definition(one, found.scope).path for one in specifiers)
                return Transform(found.path, constant(given.get("kw_only_default")) is True, paths, is_inherited)
        return None

    def inherits_init(self, found, seen=frozenset()):
        """Whether a base has an __init__ of its own, before that of the class that carries the transform, which takes anything."""
        for _, base in self.records.class_bases(found):
            if self.metaclass(base) or self.written(base.binding.node, base):
                return False
            if base.path not in seen:
                if "__init__" in base.scope.of_class(base.binding.node).names:
                    return self.by_decorator(base)[0] is None
                if self.inherits_init(base, seen | {found.path}):
                    return True
        return False

    def fields(self, found, context, seen=frozenset()):
        """{name: Field}, with those of bases first. Raises NotFollowed."""
        transform, options = self.of_class(found)
        if UNKNOWN_OPTIONS & set(options) or not self.is_plain_configuration(context.scope):
            raise NotFollowed
        collected = {}
        for node, base in reversed(list(self.records.class_bases(found))):
            if base.path not in seen:
                self.records.inherit(collected, self.of_base(base, transform, seen | {found.path}), node, base, context)
        if transform.path in OLD_ATTRS and options.get("kw_only"):
            collected = {name: dataclasses.replace(one, is_keyword=True) for name, one in collected.items()}
        is_keyword = options.get("kw_only", transform.is_keyword)
        takes_all = options.get("auto_attribs", transform.path not in OLD_ATTRS) is not False
        self.refuse_untyped(context.scope, transform)
        made_later = self.made_later(context.scope) if transform.is_of_attrs else set()
        for name, binding in annotated(context.scope):
            annotation, qualifiers = unwrap(binding.node.annotation, context.scope, self.definitions)
            if self.records.path(annotation, context) == "dataclasses.KW_ONLY":
                is_keyword = True
                continue
            if transform.is_model and name == "model_config":
                continue
            if name.startswith("__") or not (takes_all or self.specifier(binding, context.scope, transform)):
                self.refuse_private(name)
                continue
            is_constant = "ClassVar" in qualifiers or transform.is_inherited and "Final" in qualifiers and binding.value is not None
            is_private = name.startswith("_") and not transform.is_of_attrs and (binding.value is not None or is_keyword)
            if is_constant or transform.is_of_attrs:
                collected.pop(name, None)
            if not is_constant and not is_private:
                field = self.field(name, binding, annotation, context, transform, is_keyword)
                collected[name] = dataclasses.replace(field, default=constants.UNKNOWN) if name in made_later else field
        return collected

    def of_base(self, base, transform, seen):
        """The fields of a base, which is a dataclass or is treated as one."""
        context = self.records.context_of(base)
        if self.of_class(base)[0]:
            return self.fields(base, context, seen)
        if self.records.dataclass_options(base) is not None:
            return self.records.dataclass(base, context).fields
        if transform.is_inherited and any(True for _ in annotated(context.scope)):
            raise NotFollowed  # pydantic takes the annotations of any base
        collected = {}
        for node, one in reversed(list(self.records.class_bases(base))):
            if one.path not in seen:
                self.records.inherit(collected, self.of_base(one, transform, seen | {base.path}), node, one, context)
        return collected

    def made_later(self, scope):
        """The fields of attrs whose default a method makes, under `@x.default`."""
        functions = [one.node for name in scope.names for one in scope.names[name] if one.kind == scopes.FUNCTION]
        decorators = [dotted(one) or [] for function in functions for one in function.decorator_list]
        return {parts[0] for parts in decorators if parts[1:] == ["default"]}

    def is_plain_configuration(self, scope):
        """Whether what a class of pydantic says of itself leaves the names of its parameters as they are."""
        return not UNKNOWN_OPTIONS & set(self.configuration(scope))

    @staticmethod
    def configuration(scope):
        """The keys of model_config, or of a class Config as pydantic 1 had it; None is among them where not all are told."""
        binding = scope.primary("model_config") if "model_config" in scope.names else None
        value = getattr(binding, "value", None)
        if value is not None:
            keys = [one.arg for one in getattr(value, "keywords", [])]
            keys += [constant(one) if one is not None else None for one in getattr(value, "keys", [])]
            return keys if isinstance(value, (ast.Call, ast.Dict)) else [None]
        binding = scope.primary("Config") if "Config" in scope.names else None
        if binding is None or binding.kind != scopes.CLASS:
            return []
        return list(scope.of_class(binding.node).names) + [None] * len(binding.node.bases)

    def refuse_untyped(self, scope, transform):
        """A field without an annotation has a parameter of which nothing is known."""
        assigned = [scope.primary(name) for name in scope.names]
        if any(one.kind == scopes.ASSIGNMENT and self.is_specified(one.value, scope, transform) for one in assigned):
            raise NotFollowed

    def refuse_private(self, name):
        """`__x` has another name outside of its class; `__x__` is nobody's field."""
        if name.startswith("__") and not name.endswith("__"):
            raise NotFollowed

    def specifier(self, binding, scope, transform):
        """Whether a call tells of a field: its value, or one in Annotated."""
        return bool(self.specifiers(binding, scope, transform))

    def specifiers(self, binding, scope, transform):
        """The calls that tell of a field, each before what it yields to: those in Annotated, which a name may stand for, and its value."""
        calls = [one for one, around in self.metadata(binding.node.annotation, scope) if self.is_specified(one, around, transform)]
        return calls + [binding.value] * self.is_specified(binding.value, scope, transform)

    def metadata(self, annotation, scope, steps=20):
        """(expression, Scope) of what Annotated says of the whole of an annotation, that of the innermost first."""
        annotation = opened(annotation)
        parts = dotted(annotation.value if isinstance(annotation, ast.Subscript) else annotation) if annotation is not None and steps else None
        found = self.definitions.find(scope, parts) if parts else None
        if isinstance(annotation, ast.Subscript):
            given = arguments(annotation)
            inner = self.metadata(given[0], scope, steps - 1) if found and found.path in WRAPPERS else []
            return inner + ([(one, scope) for one in given[1:]] if found and found.path == "typing.Annotated" else [])
        value = getattr(found.binding, "value", None) if found and found.kind in (kinds.VALUE, kinds.ALIAS) else None
        return self.metadata(value, found.scope, steps - 1) if value is not None else []

    def options(self, binding, scope, transform):
        """{name: expression} of all that the specifiers say of a field, with "default" for a default without a name, or None without any."""
        calls, said = self.specifiers(binding, scope, transform), {}
        for one in calls:
            stated_ones = {key.arg: key.value for key in one.keywords}
            if one.args:
                stated_ones["default"] = one.args[0]
            if {"default", "default_factory", "factory"} & set(stated_ones):
                said = {name: value for name, value in said.items() if name not in ("default", "default_factory", "factory")}
            if {"alias", "validation_alias"} & set(stated_ones) and "validation_alias" not in stated_ones:
                said.pop("validation_alias", None)
            said.update(stated_ones)
        return said if calls else None

    def field(self, name, binding, annotation, context, transform, is_keyword):
        meaning = self.resolver.type_of(annotation, context) if annotation else ANY
        value, said = binding.value, self.options(binding, context.scope, transform)
        options = said or {}
        if None in options:
            raise NotFollowed
        if said is not None and (value is None or self.is_specified(value, context.scope, transform)):
            value = options.get("default")
        elif value is not None:
            options = {key: one for key, one in options.items() if key not in ("default_factory", "factory")}
        called = self.parameter(name, options, transform)
        is_keyword = constant(options["kw_only"]) if "kw_only" in options else is_keyword
        is_in_init = transform.is_model or constant(options.get("init")) is not False
        default = self.default(value, options, context, transform, said is not None)
        is_none = isinstance(value, ast.Constant) and value.value is None
        return Field(called, meaning, default, True, is_in_init, binding.line, bool(is_keyword), is_none_by_default=is_none)

    def parameter(self, name, options, transform):
        """The name of the parameter of a field."""
        given = options.get("validation_alias", options.get("alias"))
        if given is None or constant(given) is None and isinstance(given, ast.Constant):
            return name.lstrip("_") if transform.is_of_attrs else name
        if not isinstance(constant(given), str):
            raise NotFollowed
        return constant(given)

    def default(self, value, options, context, transform, is_specified):
        """The Default of a field or None. One that pydantic would check, where it is passed, is left to Python."""
        factory = options.get("default_factory", options.get("factory"))
        is_stub = context.scope.source.is_stub and not is_specified
        is_required = isinstance(value, ast.Constant) and value.value is ... and not is_stub
        is_nothing = transform.is_of_attrs and value is not None and (dotted(value) or [""])[-1] == "NOTHING"
        if factory is None and (value is None or is_required or is_nothing):
            return None
        if not transform.is_of_attrs:
            return constants.UNKNOWN
        return self.records.made_by(factory, context) if factory is not None else self.resolver.enums.default(value, context.scope)

    def is_specified(self, value, scope, transform):
        return isinstance(value, ast.Call) and self.definition(value.func, scope).path in transform.specifiers

    def definition(self, node, scope):
        parts = dotted(node)
        return self.definitions.through_names(self.definitions.find(scope, parts)) if parts else kinds.Definition(kinds.ABSENT)


def constant(node):
    """The value of a constant, else None."""
    found = constants.default(node) if node is not None else None
    return found.value if found and found.is_known else None


def stated(keywords):
    return {one.arg: constant(one.value) for one in keywords}
