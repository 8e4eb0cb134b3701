# SPDX-License-Identifier: MIT
"""The methods and attributes that a class itself has."""

from pyhost.generate import scope as scopes
from pyhost.generate.algebra import NONE
from pyhost.generate.model import KEYWORD, METHOD, POSITIONAL, Function, Parameter, Signature
from pyhost.generate.qualifiers import unwrap

SPECIAL = frozenset("__%s__" % name for name in (
    "init new len getitem setitem delitem iter next aiter anext await call contains enter exit aenter aexit eq ne lt le gt ge hash bool "
    "str repr add radd iadd sub rsub isub mul rmul imul matmul rmatmul imatmul truediv rtruediv itruediv floordiv rfloordiv ifloordiv "
    "mod rmod imod divmod rdivmod pow rpow ipow lshift rlshift ilshift rshift rrshift irshift and rand iand or ror "
    "ior xor rxor ixor neg pos abs invert fspath index int float complex round reversed").split())


class Members:
    def __init__(self, functions, attributes, report):
        self.functions, self.attributes, self.report = functions, attributes, report

    def build(self, context, taken):
        """Functions and Attributes in the order of the class, without the names `taken` by fields and values."""
        found = {}
        for name in context.scope.names:
            if name not in taken and (name in SPECIAL or not name.startswith("_")):
                made = self.guarded(name, context, self.member)
                if made:
                    found[made.name] = found.get("__init__", made) if name == "__new__" else made
        if "__init__" in context.scope.names and not context.scope.source.is_stub:
            for name, made in (self.guarded("__init__", context, self.set_in_constructor) or {}).items():
                if name not in taken:
                    found.setdefault(name, made)
        return list(found.values())

    def guarded(self, name, context, make):
        try:
            return make(name, context)
        except Exception as error:  # one odd member must not lose the others
            self.report(context.scope, context.scope.names[name][0].line, name, error)
            return None

    def member(self, name, context):
        binding = context.scope.primary(name)
        if binding.kind == scopes.FUNCTION:
            bindings = [one for one in context.scope.names[name] if one.kind == scopes.FUNCTION]
            return self.attributes.property(name, bindings, context) or self.method(name, bindings, context)
        if name in SPECIAL and binding.kind != scopes.ASSIGNMENT:
            return None
        if binding.kind == scopes.ANNOTATION:
            is_temporary = "InitVar" in unwrap(binding.node.annotation, context.scope, self.functions.resolver.definitions)[1]
            return None if is_temporary else self.attributes.annotated(name, binding, context)
        return self.assigned(name, binding, context) if binding.kind == scopes.ASSIGNMENT else None

    def method(self, name, bindings, context):
        made = self.functions.build(name, bindings, context, METHOD)
        if name == "__new__":
            made.name, made.kind = "__init__", METHOD
        return made

    def assigned(self, name, binding, context):
        """`__radd__ = __add__` is a method again, `LIMIT = 3` a constant of the class."""
        other = getattr(binding.value, "id", None)
        if other in context.scope.names:
            bindings = [one for one in context.scope.names[other] if one.kind == scopes.FUNCTION]
            return self.attributes.property(name, bindings, context) or self.method(name, bindings, context) if bindings else None
        return self.attributes.variable(name, binding, context, is_of_class=True) if name.isupper() else None

    def set_in_constructor(self, name, context):
        binding = context.scope.primary(name)
        return self.attributes.set_in_constructor(binding.node, context) if binding.kind == scopes.FUNCTION else {}


def init_of(fields, line):
    """The __init__ that @dataclass writes."""
    taken = [one for one in fields if one.is_in_init]
    in_order = [one for one in taken if not one.is_keyword] + [one for one in taken if one.is_keyword]
    parameters = tuple(Parameter(one.name, KEYWORD if one.is_keyword else POSITIONAL, one.type, one.default) for one in in_order)
    return Function("__init__", METHOD, [Signature(parameters, NONE, line=line)], line=line)
