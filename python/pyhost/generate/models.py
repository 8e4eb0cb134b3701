# SPDX-License-Identifier: MIT
"""Models of pydantic as the bridge reads and writes them: arguments have the aliases of fields, results their names."""

import ast
import dataclasses

from pyhost.generate import scope as scopes
from pyhost.generate.algebra import ANY
from pyhost.generate.definitions import dotted
from pyhost.generate.model import Field
from pyhost.generate.records import annotated
from pyhost.generate.transforms import constant

ROOTS = ("pydantic.RootModel", "pydantic.root_model.RootModel")
COMPUTED = "computed_field"
SERIALIZERS = frozenset(("field_serializer", "model_serializer", "PlainSerializer", "WrapSerializer"))


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
            root = self.transforms.fields(found, context).get("root")
            return [root] if root else []
        is_excluded = {name: is_out for one in lineage for name, is_out in self.excluded(one, transform)}
        taken = [dataclasses.replace(one, name_in_results="" if is_excluded.get(name) else name)
                 for name, one in self.transforms.fields(found, context).items()]
        return taken + list({made.name: made for one in lineage for made in self.computed(one)}.values())

    def lineage(self, found, seen):
        """The classes of pydantic's and the program's that a model is made of, bases first."""
        seen.add(found.path)
        for _, base in self.records.class_bases(found):
            if base.path not in seen:
                yield from self.lineage(base, seen)
        yield found

    @staticmethod
    def scope(found):
        return found.scope.of_class(found.binding.node)

    def writes_itself(self, found):
        """Whether a class says how it or a field of it is written, or has results with aliases."""
        scope = self.scope(found)
        configuration = scope.primary("model_config") if "model_config" in scope.names else None
        settings = getattr(configuration, "value", None)
        keys = {one.arg for one in getattr(settings, "keywords", [])} | {constant(one) for one in getattr(settings, "keys", [])}
        marks = [one for node in self.functions(scope) for one in node.decorator_list]
        marks += [binding.node.annotation for _, binding in annotated(scope)]
        return "serialize_by_alias" in keys | set(self.transforms.of_class(found)[1]) or any(map(self.is_serializer, marks))

    @staticmethod
    def is_serializer(node):
        return any((dotted(one) or [""])[-1] in SERIALIZERS for one in ast.walk(node))

    def excluded(self, found, transform):
        """(name, whether results have it not) of each field that a class annotates."""
        scope = self.scope(found)
        for name, binding in annotated(scope):
            call = self.transforms.specifier(binding, scope, transform)
            yield name, any(one.arg == "exclude" and constant(one.value) is True for one in getattr(call, "keywords", ()))

    def computed(self, found):
        """The Fields that results alone have."""
        context = self.records.context_of(found)
        for node in self.functions(context.scope):
            marks = [getattr(one, "func", one) for one in node.decorator_list]
            if any((dotted(one) or [""])[-1] == COMPUTED for one in marks):
                yield Field(node.name, self.transforms.resolver.type_of(node.returns, context) if node.returns else ANY, is_in_init=False,
                            line=node.lineno, name_in_results=node.name)

    @staticmethod
    def functions(scope):
        return [one.node for name in scope.names for one in scope.names[name] if one.kind == scopes.FUNCTION]
