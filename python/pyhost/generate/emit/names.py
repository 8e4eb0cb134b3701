# SPDX-License-Identifier: MIT
"""Names of Python as names of C++: keywords and clashes get an underscore behind them."""

import re

KEYWORDS = frozenset("""
alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl concept const consteval
constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do double dynamic_cast else enum explicit export
extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected
public register reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this
thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq
""".split())

# Macros of the C library, which no namespace protects, and its functions, which a namespace of the same name at global scope would meet.
MACROS = frozenset("""
EOF NULL BUFSIZ stdin stdout stderr errno assert isnan isinf isfinite signbit EDOM ERANGE EILSEQ INT_MAX INT_MIN CHAR_BIT RAND_MAX
SEEK_SET SEEK_CUR SEEK_END EXIT_SUCCESS EXIT_FAILURE INFINITY NAN HUGE_VAL linux unix major minor makedev TRUE FALSE
""".split())
FUNCTIONS = frozenset("""
abort abs access acct alarm atexit atof atoi bcopy bind brk bsearch calloc chdir chmod chown clock close connect daemon div dup encrypt
environ exit exp fork free getenv gets index isatty kill link listen log lseek malloc nice open pause pipe poll printf profil putenv puts
qsort raise rand random read realloc reboot remove rename rewind rindex rmdir select send signal sigqueue sleep socket srand stat std swab
symlink sync syscall system time times truncate umask ungetc unlink usleep vfork vhangup wait write pyhost boost
""".split())


def identifier(name):
    """A name inside of a namespace, class or function."""
    public = name.lstrip("_")  # names with an underscore first, or two in a row, are the implementation's
    plain = escaped(re.sub("__+", "_", public)) or "unnamed"
    return plain + "_" if public in KEYWORDS or public in MACROS or not public.isascii() or public != name else plain


def enumerator(value):
    """The name for a constant of a Literal: of text its characters, of a number its digits."""
    if isinstance(value, int):
        return "value_%d" % value if value >= 0 else "minus_%d" % -value
    plain = re.sub("_+", "_", re.sub("[^A-Za-z0-9_]", "_", value)).strip("_")
    return identifier("value_" + plain if plain[:1].isdigit() else plain) if plain else "empty" if not value else "character"


def escaped(name):
    return "".join(c if c.isascii() else "u%04x" % ord(c) for c in name)


def namespace(module):
    """The namespace of a module: a::b of a.b."""
    first, *others = module.split(".")
    return "::".join([first + "_" if first in FUNCTIONS else identifier(first), *map(identifier, others)])


def without_clash(name, taken):
    """The name, or with underscores behind it until nobody else has it; `taken` gets it."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name
