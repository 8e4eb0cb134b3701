# SPDX-License-Identifier: MIT
"""Models of pydantic as the bridge reads and writes them: arguments have the aliases of fields, results their names."""

import ast
import dataclasses

from pyhost.generate import definitions as kinds, scope as scopes
from pyhost.generate.algebra import ANY
from pyhost.generate.definitions import dotted
from pyhost.generate.model import Field, Unsupported
from pyhost.generate.qualifiers import opened
from pyhost.generate.records import annotated
from pyhost.generate.transforms import NotFollowed, constant

ROOTS = ("pydantic.RootModel", "pydantic.root_model.RootModel")
COMPUTED = "computed_field"
SERIALIZERS = frozenset(("field_serializer", "model_serializer", "PlainSerializer", "WrapSerializer"))
METHODS = ("model_dump", "model_validate")  # what the bridge calls
# What reads another thing in arguments than what its type says.
READERS = {"pydantic.types.Json": "its arguments are texts of JSON", "pydantic.functional_validators.InstanceOf": "nothing in JSON becomes one"}


class Models:
    def __init__(self, transforms):
        self.transforms, self.records = transforms, transforms.records

    def fields(self, found, context):
        """The Fields of a model; none where it says itself how it is made or written, and of any other class. A RootModel has one, without
        a name in results: JSON has its value alone."""
        transform = self.transforms.of_class(found)[0]
        if not transform or not transform.is_inherited or not transform.path.startswith("pydantic."):
            return []
        lineage = list(self.lineage(found, set()))
        is_root = any(one.path in ROOTS for one in lineage)
        if any(map(self.writes_itself, lineage)) or not is_root and not self.transforms.init(found, context):
            return []
        if is_root:
            try:
                root = self.transforms.fields(found, context).get("root")
            except NotFollowed:
                return []
            return [root] if root else []
        is_excluded = {name: is_out for one in lineage for name, is_out in self.excluded(one, transform)}
        odd = {name: why for one in lineage for name, why in self.read_otherwise(one)}
        taken = [dataclasses.replace(one, name_in_results="" if is_excluded.get(name) else name, type=odd.get(name) or one.type)
                 for name, one in self.transforms.fields(found, context).items()]
        return taken + list(self.computed(found, context).values())

    def lineage(self, found, seen):
        """The classes of pydantic's and the program's that a model is made of, bases first."""
        seen.add(found.path)
        for _, base in reversed(list(self.records.class_bases(found))):
            if base.path not in seen:
                yield from self.lineage(base, seen)
        yield found

    @staticmethod
    def scope(found):
        return found.scope.of_class(found.binding.node)

    def writes_itself(self, found):
        """Whether a class says how it or a field of it is written, or has results with aliases."""
        scope, (transform, keywords) = self.scope(found), self.transforms.of_class(found)
        if not found.path.startswith("pydantic.") and any(one in scope.names for one in METHODS):
            return True
        if "serialize_by_alias" in {*self.transforms.configuration(scope), *keywords}:
            return True
        annotations = [binding for _, binding in annotated(scope)]
        if transform and any("exclude_if" in (self.transforms.options(one, scope, transform) or {}) for one in annotations):
            return True
        marks = [one for node in self.functions(scope) for one in (*node.decorator_list, node.returns)]
        marks += [one.node.annotation for one in annotations]
        marks += [one.value for bindings in scope.names.values() for one in bindings if one.kind == scopes.ASSIGNMENT]
        return any(name in SERIALIZERS for one in marks if one is not None for name, _ in self.mentioned(one, scope, set()))

    def read_otherwise(self, found):
        """(name, an Unsupported or None) of each field that a class annotates."""
        scope = self.scope(found)
        for name, binding in annotated(scope):
            node = binding.node.annotation
            paths = [path for _, path in self.mentioned(node, scope, set()) if path in READERS]
            yield name, Unsupported(ast.unparse(opened(node)), READERS[paths[0]]) if paths else None

    def mentioned(self, node, scope, seen):
        """(last name, path or None) of all that an expression names, and what these names stand for."""
        for one in ast.walk(opened(node)):
            parts = dotted(one)
            if not parts:
                continue
            found = self.transforms.definitions.find(scope, parts)
            yield parts[-1], found.path if found else None
            if found and found.kind in (kinds.VALUE, kinds.ALIAS) and found.path not in seen and found.binding.value is not None:
                seen.add(found.path)
                yield from self.mentioned(found.binding.value, found.scope, seen)

    def excluded(self, found, transform):
        """(name, whether results have it not) of each field that a class annotates."""
        scope = self.scope(found)
        for name, binding in annotated(scope):
            exclude = (self.transforms.options(binding, scope, transform) or {}).get("exclude")
            yield name, constant(exclude) is True

    def computed(self, found, context, seen=frozenset()):
        """{name: Field} of what results alone have."""
        made = {}
        for node, base in reversed(list(self.records.class_bases(found))):
            if base.path not in seen:
                self.records.inherit(made, self.computed(base, self.records.context_of(base), seen | {found.path}), node, base, context)
        for node in self.functions(context.scope):
            marks = [getattr(one, "func", one) for one in node.decorator_list]
            if any((dotted(one) or [""])[-1] == COMPUTED for one in marks):
                type_ = self.transforms.resolver.type_of(node.returns, context) if node.returns else ANY
                made[node.name] = Field(node.name, type_, is_in_init=False, line=node.lineno, name_in_results=node.name)
        return made

    @staticmethod
    def functions(scope):
        return [one.node for name in scope.names for one in scope.names[name] if one.kind == scopes.FUNCTION]
