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

# Macros of the C library and of Python.h, which no namespace protects.
MACROS = re.compile("""
    EOF|NULL|BUFSIZ|TMP_MAX|L_tmpnam|P_tmpdir|std(in|out|err)|assert|is(nan|inf|finite|normal)|signbit|CHAR_BIT|RAND_MAX|MB_LEN_MAX|INFINITY|NAN|
    linux|unix|major|minor|makedev|TRUE|FALSE|NZERO|BIG_ENDIAN|LITTLE_ENDIAN|BYTE_ORDER|NSIG|NAME_MAX|PATH_MAX|environ|errno|
    (U?(CHAR|SHRT|INT|LONG|LLONG)|SSIZE|IOV|HOST_NAME|LOGIN_NAME)_(MAX|MIN)|HUGE_VALL?F?|M_[A-Z0-9_]+|(FLT|DBL|LDBL)_[A-Z0-9_]+|
    (SEEK|EXIT|FP|SIG|SA|SI|S|O|F|R|W|X|AF|PF|SO|SOL|SOCK|MSG|SHUT|IP|IPPROTO|TCP|LC|CLOCK|RTLD|MAP|PROT|POLL|EPOLL|AT|DT|LOCK|MS|P|W|T|CO|
    METH|PTHREAD|TIMER|ITIMER|FD|IN|INADDR|NI|AI|RLIMIT|RUSAGE|PRIO|SCHED|CPU|CLONE|MCL|MADV|POSIX|XATTR|TC|V|B|Py|PY|SST|UTIME|ST)_[A-Z0-9_]+|
    st_[acm]time|PIPE_BUF|DN_[A-Z]+|FASYNC|NGROUPS_MAX|W(IF|EXIT|TERM|STOP|CORE)[A-Z]+|EPOLL[A-Z]+|ECHO[A-Z]*|READONLY|RESTRICTED|SOMAXCONN|
    (HAVE|SCM|RLIM|EFD|TFD|SPLICE|RWF|STATX)_[A-Z0-9_]+|TIME_UTC|alloca|offsetof|va_(arg|copy|end|start)|(FILENAME|FOPEN|S?SIZE|U?INT[0-9]+)_MAX|SIG[A-Z0-9]+|Py[A-Za-z]*_[A-Za-z0-9_]+|MINSIGSTKSZ|FD_SETSIZE|WNOHANG|WUNTRACED|WCONTINUED|WEXITED|WSTOPPED|WNOWAIT
""", re.VERBOSE)

ERRORS = frozenset("""
E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EADV EAFNOSUPPORT EAGAIN EALREADY EAUTH EBADARCH EBADE EBADEXEC EBADF EBADFD EBADMACHO EBADMSG EBADR
EBADRPC EBADRQC EBADSLT EBFONT EBUSY ECANCELED ECHILD ECHRNG ECOMM ECONNABORTED ECONNREFUSED ECONNRESET EDEADLK EDEADLOCK EDESTADDRREQ EDEVERR
EDOM EDOTDOT EDQUOT EEXIST EFAULT EFBIG EFTYPE EHOSTDOWN EHOSTUNREACH EHWPOISON EIDRM EILSEQ EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR
EISNAM EKEYEXPIRED EKEYREJECTED EKEYREVOKED EL2HLT EL2NSYNC EL3HLT EL3RST ELIBACC ELIBBAD ELIBEXEC ELIBMAX ELIBSCN ELNRNG ELOOP
EMEDIUMTYPE EMFILE EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENAVAIL ENEEDAUTH ENETDOWN ENETRESET ENETUNREACH ENFILE ENOANO ENOATTR ENOBUFS
ENOCSI ENODATA ENODEV ENOENT ENOEXEC ENOKEY ENOLCK ENOLINK ENOMEDIUM ENOMEM ENOMSG ENONET ENOPKG ENOPOLICY ENOPROTOOPT ENOSPC ENOSR ENOSTR
ENOSYS ENOTBLK ENOTCAPABLE ENOTCONN ENOTDIR ENOTEMPTY ENOTNAM ENOTRECOVERABLE ENOTSOCK ENOTSUP ENOTTY ENOTUNIQ ENXIO EOPNOTSUPP EOVERFLOW
EOWNERDEAD EPERM EPFNOSUPPORT EPIPE EPROCLIM EPROCUNAVAIL EPROGMISMATCH EPROGUNAVAIL EPROTO EPROTONOSUPPORT EPROTOTYPE EPWROFF EQFULL
ERANGE EREMCHG EREMOTE EREMOTEIO ERESTART ERFKILL EROFS ERPCMISMATCH ESHLIBVERS ESHUTDOWN ESOCKTNOSUPPORT ESPIPE ESRCH ESRMNT ESTALE
ESTRPIPE ETIME ETIMEDOUT ETOOMANYREFS ETXTBSY EUCLEAN EUNATCH EUSERS EWOULDBLOCK EXDEV EXFULL
""".split())

# Its functions, which a namespace of the same name at global scope would meet.
FUNCTIONS = frozenset("""
abort abs accept access acct alarm atexit atof atoi bcopy bind brk bsearch calloc chdir chmod chown clock close connect crypt daemon div dup
encrypt environ exit exp fcntl flock fork free gamma getenv gets gettext index isatty kill link listen lockf log lseek malloc mount nice open
pause pipe poll printf profil ptrace putenv puts qsort raise rand random read realloc reboot recv remove rename rewind rindex rmdir select send
sendfile shutdown signal sigqueue sleep socket splice srand stat statfs std swab symlink sync syscall syslog system tee time times truncate umask
umount ungetc unlink usleep utime vfork vhangup wait write pyhost boost
""".split())


# Around a namespace before a name, which lines inside of that namespace leave out.
BEGIN, END = "\x01", "\x02"


def identifier(name):
    """A name inside of a namespace, class or function. C++ takes the letters of all alphabets, as Python does."""
    public = re.sub(r"\W", "_", name).lstrip("_")  # names with an underscore first, or two in a row, are the implementation's
    public = "value_" + public if public[:1].isdigit() else public  # as the keys of a TypedDict may be
    plain = re.sub("__+", "_", public) or "unnamed"
    is_hidden = public in KEYWORDS or public in ERRORS or MACROS.fullmatch(public)
    return plain + "_" if is_hidden or public != name and not plain.endswith("_") else plain


def part(name):
    """A name as the first part of others."""
    return identifier(name).rstrip("_")


def enumerator(value):
    """The name for a constant of a Literal: of text its characters, of a number its digits."""
    if isinstance(value, int):
        return "value_%d" % value if value >= 0 else "minus_%d" % -value
    plain = re.sub("_+", "_", re.sub("[^A-Za-z0-9_]", "_", value)).strip("_")
    return identifier("value_" + plain if plain[:1].isdigit() else plain) if plain else "empty" if not value else "character"


def namespace(module):
    """The namespace of a module: a::b of a.b."""
    first, *others = module.split(".")
    parts = [first + "_" if first in FUNCTIONS else first, *others]
    return "::".join("internal_" + part.strip("_") if part.startswith("_") else identifier(part) for part in parts)


def without_clash(name, taken):
    """The name, or with underscores behind it until nobody else has it; `taken` gets it."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name
