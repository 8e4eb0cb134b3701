# SPDX-License-Identifier: MIT
"""The text of generated files: one for all modules, or one for each."""

import hashlib
import re

from pyhost.generate.emit import layout, names


def in_order(items):
    """Each behind what it needs: enums need nothing, classes their bases; behind all classes, whose constructors C++ looks at, records and
    options what their fields are made of."""
    listed = sorted(items.values(), key=lambda item: (item.module, item.class_.line if item.class_ else 0, item.name))
    enums = [item for item in listed if not item.declaration.needs and not item.is_class and not item.is_record]
    made, seen = list(enums), {item.path for item in enums}

    def add(item, within):
        if item.path in seen or item.path in within:
            return
        needs = [item.base] if item.base else []
        for path in needs + sorted(item.declaration.needs):
            if path in items:
                add(items[path], within | {item.path})
        if item.path not in seen:
            seen.add(item.path)
            made.append(item)

    for item in sorted(listed, key=lambda item: not item.is_class):
        add(item, frozenset())
    return made


def spaces(headers):
    """A function from the namespace of a module to what it is called: not as something is that the package around it has."""
    taken = {names.namespace(module): found for module, found in headers.taken.items()}

    def called(namespace):
        parts = namespace.split("::")
        return "::".join(part + "_" if part in taken.get("::".join(parts[:at]), ()) else part for at, part in enumerate(parts))

    return called


def hidden_in(namespace, known):
    """The first parts of namespaces that mean another one inside of this: `logging` in that of a package with a module logging."""
    parts = namespace.split("::")
    around = ["::".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return {one.rpartition("::")[2] for one in known if one.rpartition("::")[0] in around}


def in_namespaces(parts, called, member_names, known):
    """Lines of (namespace, blocks), each namespace opened as long as it lasts."""
    lines, now = [], None
    for namespace, blocks in parts:
        if not blocks:
            continue
        if namespace != now:
            lines += (["", "}  // namespace %s" % called(now)] if now else []) + ["", "namespace %s {" % called(namespace)]
            now = namespace
        for block in blocks:
            hidden = member_names | hidden_in(namespace, known)
            lines += ["", *(piece for line in block for piece in layout.folded(inside(line, namespace, called, member_names, hidden)))]
    return lines + (["", "}  // namespace %s" % called(now)] if now else [])


def inside(line, namespace, called, member_names, hidden):
    """Names of the namespace that a line stands in need not say it, unless a member is called so too; what else is called as a namespace
    hides it."""
    def shorter(found):
        if found.group(1) == namespace and found.group(2) not in member_names:
            return found.group(2)
        is_hidden = found.group(1).partition("::")[0] in hidden
        return "%s%s::%s" % ("::" if is_hidden else "", called(found.group(1)), found.group(2))

    return re.sub(names.BEGIN + "([^%s]*)%s" % (names.END, names.END) + r"(\w+)", shorter, line)


def include_lines(includes):
    own = sorted(one for one in includes if one.startswith("<pyhost/"))
    others = sorted(one for one in includes if not one.startswith("<pyhost/"))
    return ["#include %s" % one for one in own] + ([""] if own and others else []) + ["#include %s" % one for one in others]


def text_of(headers, items, modules, other_includes=()):
    """One file with those items and the functions of those modules."""
    ordered = in_order(items)
    includes = set().union({"<utility>"}, *(item.declaration.includes for item in ordered), *(headers.includes.get(m, ()) for m in modules))
    classes = [item for item in ordered if item.is_class or item.is_record]
    lines = include_lines(includes)
    lines += ["", *('#include "%s"' % one for one in other_includes)] if other_includes else []
    parts = [(names.namespace(module), [names_of_classes(classes, module)]) for module in dict.fromkeys(item.module for item in classes)]
    parts += [(names.namespace(item.module), [item.declaration.lines]) for item in ordered]
    parts += [(names.namespace(item.module), item.bodies) for item in classes]
    parts += [(names.namespace(module), headers.functions.get(module, [])) for module in modules]
    known = {names.namespace(module)[:at] for module in headers.taken for at in ends(names.namespace(module))}
    return lines + in_namespaces(parts, spaces(headers), headers.hiding, known)


def ends(namespace):
    """Where the namespace and those around it end."""
    return [found.start() for found in re.finditer("::|$", namespace)]


def names_of_classes(classes, module):
    return ["%s %s;" % ("class" if item.is_class else "struct", item.name) for item in classes if item.module == module]


def file_of(lines, source, version):
    """The first line of a file changes with what it is made of."""
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    head = ["// Made by pyhost %s from %s (%s): python -m pyhost generate; do not edit." % (version, source, digest),
            "// clang-format off", "// NOLINTBEGIN: names are those of Python", "#pragma once", ""]
    return "\n".join([*head, *lines, "// NOLINTEND"]) + "\n"


def source_of(text):
    """(the modules that a file is made from, those whose mentions of them it has, or none), as its first line says."""
    found = re.match(r"// Made by pyhost \S+ from (?:what (.+) say of )?(.+) \([0-9a-f]+\): ", text)
    return (found[2].split(", "), found[1].split(", ") if found[1] else []) if found else ([], [])


def whole(headers, modules, version):
    """The file of all modules."""
    return file_of(text_of(headers, headers.items, modules), ", ".join(modules), version)


def header_name(module):
    return module.replace(".", "/") + ".hpp"


def by_module(headers, modules, version):
    """The files by their names: one for each module, and for others that these need. Where modules need each other, the first has it all."""
    used = {module: {headers.items[path].module for path in paths} - {module} for module, paths in headers.uses.items()}
    listed = sorted(set(modules) | {item.module for item in headers.items.values()})
    made = {}
    for group in grouped(listed, used):
        asked = [module for module in modules if module in group]
        first = (asked or group)[0]
        others = sorted(set().union(*(used.get(module, ()) for module in group)) - set(group))
        items = {path: item for path, item in headers.items.items() if item.module in group}
        lines = text_of(headers, items, asked, [header_name(leader(other, listed, used, modules)) for other in others])
        source = ", ".join(asked) or "what %s say of %s" % (", ".join(sorted(modules)), ", ".join(group))
        made[header_name(first)] = file_of(lines, source, version)
        for module in asked[1:]:
            made[header_name(module)] = file_of(['#include "%s"' % header_name(first)], module, version)
    return made


def leader(module, listed, used, modules):
    group = next(group for group in grouped(listed, used) if module in group)
    return next((one for one in modules if one in group), group[0])


def grouped(listed, used):
    """The modules, those together that need each other."""
    reached = {module: closure(module, used) for module in listed}
    groups, seen = [], set()
    for module in listed:
        if module not in seen:
            group = [other for other in listed if other == module or other in reached[module] and module in reached[other]]
            seen |= set(group)
            groups.append(group)
    return groups


def closure(module, used):
    found, waiting = set(), [module]
    while waiting:
        for other in used.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
