# SPDX-License-Identifier: MIT
"""What of the modules is typed in the other language, what has no type in Python, and what lost its type, with the reason."""

from pyhost.generate.emit.overloads import walked
from pyhost.generate.emit.types import is_any


class Report:
    """`fallbacks`: (where, line, what, why); `absent`: (where, line, why). `lost` is what became of them, and `losses` of several."""

    def __init__(self, lost="an object", losses="objects"):
        self.lost, self.losses = lost, losses
        self.functions = self.untyped = self.typed = self.with_objects = 0
        self.fallbacks, self.absent = [], []

    def signature(self, target, signature, fallbacks, has_object):
        """`has_object`: whether something in it has no type, for whatever reason."""
        if not signature.line:
            return  # written nowhere: the constructor of object
        self.functions += 1
        types = [one.type for one in signature.parameters] + [signature.result]
        if any(is_any(one) for one in walked(types)) or not signature.is_typed:
            self.untyped += 1
        elif not fallbacks:
            self.typed += 1
            self.with_objects += has_object
        for what, why in fallbacks:
            self.fallbacks.append(("%s.%s" % (target.module, target.name), signature.line, what, why))

    def result(self, target, line, why):
        self.fallbacks.append(("%s.%s" % (target.module, target.name), line, "result", why))

    def left_out(self, target, line, why):
        self.absent.append(("%s.%s" % (target.module, target.name), line, why))

    def untyped_variable(self, module, name, line):
        self.absent.append(("%s.%s" % (module, name), line, "neither an annotation nor a constant tells its type"))

    def field(self, class_, field, why):
        self.fallbacks.append((class_.path, field.line, field.name, why))

    def attribute(self, owner, attribute, why):
        self.fallbacks.append((owner, attribute.line, attribute.name, why))

    def lines(self):
        declared = self.functions - self.untyped
        made = ["%d functions: %d without Any in their source, %d of them fully typed (%d with %s); %d fallbacks" %
                (self.functions, declared, self.typed, self.with_objects, self.losses, len(self.fallbacks))]
        made += ["%s, line %d: %s is %s: %s" % (where, line, what, self.lost, why) for where, line, what, why in self.fallbacks]
        return made + ["%s, line %d: is left out: %s" % one for one in self.absent]
