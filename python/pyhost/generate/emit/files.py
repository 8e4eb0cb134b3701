# SPDX-License-Identifier: MIT
"""The text of generated files: one for all modules, or one for each."""

import hashlib
import re

from pyhost.generate.emit import names


def in_order(items):
    """Each behind what it needs."""
    made, seen = [], set()

    def add(item):
        if item.path in seen:
            return
        seen.add(item.path)
        for path in sorted(item.declaration.needs):
            if path in items:
                add(items[path])
        made.append(item)

    for item in sorted(items.values(), key=lambda item: (item.module, item.class_.line if item.class_ else 0, item.name)):
        add(item)
    return made


def in_namespaces(parts):
    """Lines of (namespace, blocks), each namespace opened as long as it lasts."""
    lines, now = [], None
    for namespace, blocks in parts:
        if not blocks:
            continue
        if namespace != now:
            lines += (["", "}  // namespace %s" % now] if now else []) + ["", "namespace %s {" % namespace]
            now = namespace
        for block in blocks:
            lines += ["", *(inside(line, namespace) for line in block)]
    return lines + (["", "}  // namespace %s" % now] if now else [])


def inside(line, namespace):
    """Names of the namespace that a line stands in need not say it."""
    return re.sub(r"(?<![\w:])%s::(?=\w)" % re.escape(namespace), "", line) if not line.startswith("///") else line


def include_lines(includes):
    own = sorted(one for one in includes if one.startswith("<pyhost/"))
    others = sorted(one for one in includes if not one.startswith("<pyhost/"))
    return ["#include %s" % one for one in own] + ([""] if own and others else []) + ["#include %s" % one for one in others]


def text_of(headers, items, modules, other_includes=()):
    """One file with those items and the functions of those modules."""
    ordered = in_order(items)
    includes = set().union({"<utility>"}, *(item.declaration.includes for item in ordered), *(headers.includes.get(m, ()) for m in modules))
    classes = [item for item in ordered if item.is_class]
    lines = include_lines(includes)
    lines += ["", *('#include "%s"' % one for one in other_includes)] if other_includes else []
    lines += in_namespaces([(names.namespace(item.module), [["class %s;" % item.name]]) for item in classes])
    lines += in_namespaces([(names.namespace(item.module), [item.declaration.lines]) for item in ordered])
    lines += in_namespaces([(names.namespace(item.module), item.bodies) for item in classes] +
                           [(names.namespace(module), headers.functions.get(module, [])) for module in modules])
    return lines


def whole(headers, modules, version):
    """The file of all modules: its first line changes with what it is made of."""
    lines = text_of(headers, headers.items, modules)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    head = ["// Made by pyhost %s from %s (%s): python -m pyhost generate; do not edit." % (version, ", ".join(modules), digest), "#pragma once", ""]
    return "\n".join(head + lines) + "\n"
