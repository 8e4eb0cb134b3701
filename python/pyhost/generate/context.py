# SPDX-License-Identifier: MIT
"""Where an annotation stands, which decides what its names mean."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Context:
    """A scope, the path of the class that Self is, and the type parameters that `class C[T]` and `def f[T]` around it declare."""
    scope: object
    self_path: str = ""
    parameters: dict = dataclasses.field(default_factory=dict)

    def inside(self, scope, self_path):
        return dataclasses.replace(self, scope=scope, self_path=self_path)

    def declaring(self, parameters):
        return dataclasses.replace(self, parameters={**self.parameters, **parameters})


def of_definition(found):
    """That of what a definition says: its own scope, with the class around it."""
    return Context(found.scope, found.scope.path if found.scope.owner else "")
