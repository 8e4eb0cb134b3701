// Made by pyhost 0.1.0 from handles (a8140a1b54896c81): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/entered.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/instance_items.hpp>
#include <pyhost/bindings/variable.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/function.hpp>
#include <pyhost/method.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handles {

class Account;
class Savings;
class Row;
class Session;
class Table;
class Tool;
class PowerTool;
class Hammer;
class Made;
class Marked;
class LoudHammer;

/// Keyword arguments of Account.
struct Account_init_options {
    std::int64_t limit = -10;
};

/// Keyword arguments of Account.label.
struct Account_label_options {
    std::string mark = "*";
};

/// Somebody's money.
///
/// In one currency.
///
/// Python: class Account
class Account : public pyhost::instance {
public:
    explicit Account(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Account(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: CURRENCY: str
    [[nodiscard]] std::string CURRENCY() const;

    /// Python: rate: float
    [[nodiscard]] double rate() const;
    void rate(double value) const;

    /// Opens an account.
    ///
    /// Python: __init__(owner: str, balance: int = 0, *, limit: int = -10) -> None
    explicit Account(std::string_view owner, std::int64_t balance = 0, Account_init_options options = {});

    /// Adds to the balance, and says what it is.
    ///
    /// Python: deposit(amount: int) -> int
    std::int64_t deposit(std::int64_t amount) const;

    /// Python: label(width: int = 0, *, mark: str = '*') -> str
    std::string label(std::int64_t width = 0, Account_label_options options = {}) const;

    /// Python: name_of_kind() -> str
    std::string name_of_kind() const;

    /// What is there.
    ///
    /// Python: balance: int
    [[nodiscard]] std::int64_t balance() const;
    void balance(std::int64_t value) const;

    /// Python: is_open: bool
    [[nodiscard]] bool is_open() const;

    /// Python: of(owner: str) -> Account
    static Account of(std::string_view owner);

    /// Python: parse(text: str) -> int
    static std::int64_t parse(std::string_view text);

    /// Python: owner: str
    [[nodiscard]] std::string owner() const;
    void owner(const std::string& value) const;

    /// Python: limit: int
    [[nodiscard]] std::int64_t limit() const;
    void limit(std::int64_t value) const;
};
PYHOST_CLASS(Account, "handles.Account")

/// Keyword arguments of Savings.
struct Savings_init_options {
    std::int64_t limit = -10;
};

/// An account that pays.
///
/// Python: class Savings
class Savings : public Account {
public:
    explicit Savings(pyhost::no_object_t none) noexcept;
    Savings(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Opens an account.
    ///
    /// Python: __init__(owner: str, balance: int = 0, *, limit: int = -10) -> None
    explicit Savings(std::string_view owner, std::int64_t balance = 0, Savings_init_options options = {});

    /// Python: name_of_kind() -> str
    std::string name_of_kind() const;

    /// Python: interest() -> float
    double interest() const;
};
PYHOST_CLASS(Savings, "handles.Savings")

/// Numbers in a row.
///
/// Python: class Row
class Row : public pyhost::instance {
public:
    explicit Row(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Row(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(items: list[int]) -> None
    explicit Row(std::span<const std::int64_t> items);

    /// Python: __len__() -> int
    [[nodiscard]] std::int64_t size() const;

    /// Python: __getitem__(at: int) -> int
    [[nodiscard]] std::int64_t operator[](std::int64_t at) const;

    /// Python: __setitem__(at: int, value: int) -> None
    void set_item(std::int64_t at, std::int64_t value) const;

    /// Python: __delitem__(at: int) -> None
    void del_item(std::int64_t at) const;

    /// Python: __contains__(value: int) -> bool
    [[nodiscard]] bool contains(std::int64_t value) const;

    /// The items, in a loop that needs no GIL.
    [[nodiscard]] pyhost::instance_items<std::int64_t> begin() const;
    [[nodiscard]] pyhost::iteration_end end() const noexcept { return {}; }

    /// Python: __call__(factor: int, *more: int) -> Row
    Row operator()(std::int64_t factor, const std::vector<std::int64_t>& more = {}) const;

    /// Python: __bool__() -> bool
    [[nodiscard]] bool truth() const;

    /// Python: __str__() -> str
    [[nodiscard]] std::string str() const;

    /// Python: __add__(other: Row) -> Row
    [[nodiscard]] Row operator+(const Row& other) const;

    /// Python: __sub__(number: int) -> Row
    [[nodiscard]] Row operator-(std::int64_t number) const;

    /// Python: __mul__(factor: int) -> Row
    [[nodiscard]] Row operator*(std::int64_t factor) const;

    /// Python: __neg__() -> Row
    [[nodiscard]] Row operator-() const;

    /// Python: __eq__(other: Row) -> bool
    [[nodiscard]] bool operator==(const Row& other) const;

    /// Python: __lt__(other: Row) -> bool
    [[nodiscard]] bool operator<(const Row& other) const;

    /// Python: __hash__() -> int
    [[nodiscard]] std::int64_t hash() const;
};
PYHOST_CLASS(Row, "handles.Row")

/// Open in a scope.
///
/// Python: class Session
class Session : public pyhost::instance {
public:
    explicit Session(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Session(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(name: str) -> None
    explicit Session(std::string_view name);

    /// Python's `with`, to the end of the scope that keeps what this gives.
    [[nodiscard]] pyhost::entered<Session> enter() const;

    /// Python: name: str
    [[nodiscard]] std::string name() const;
    void name(const std::string& value) const;
};
PYHOST_CLASS(Session, "handles.Session")

/// Keyword arguments of Table.add.
struct Table_add_3_options {
    std::int64_t at = 0;
};

/// Columns by their names and numbers.
///
/// Python: class Table
class Table : public pyhost::instance {
public:
    explicit Table(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Table(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// With columns of these names, or of so many.
    ///
    /// Python: __init__(columns: int) -> None
    explicit Table(std::int64_t columns);

    /// Python: __init__(columns: float, name: str) -> None
    Table(double columns, std::string_view name);

    /// Python: __init__(columns: list[str]) -> None
    explicit Table(std::span<const std::string> columns);

    /// Python: __getitem__(at: int) -> str
    [[nodiscard]] std::string operator[](std::int64_t at) const;

    /// Python: __getitem__(at: str) -> int
    [[nodiscard]] std::int64_t operator[](std::string_view at) const;

    /// Python: add(column: bool) -> str
    std::string add(std::same_as<bool> auto column) const;

    /// Python: add(column: float) -> str
    std::string add(double column) const;

    /// Python: add(column: str, *, at: int = 0) -> str
    std::string add(std::string_view column, Table_add_3_options options = {}) const;
};
PYHOST_CLASS(Table, "handles.Table")

/// No object is of this class alone.
///
/// Python: class Tool
class Tool : public pyhost::instance {
public:
    explicit Tool(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Tool(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: use() -> str
    std::string use() const;
};
PYHOST_CLASS(Tool, "handles.Tool")

/// Nor of this one, which does not say how it is used.
///
/// Python: class PowerTool
class PowerTool : public Tool {
public:
    explicit PowerTool(pyhost::no_object_t none) noexcept;
    PowerTool(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: plug_in() -> str
    std::string plug_in() const;
};
PYHOST_CLASS(PowerTool, "handles.PowerTool")

/// Its constructor is the one of object.
///
/// Python: class Hammer
class Hammer : public Tool {
public:
    explicit Hammer(pyhost::no_object_t none) noexcept;
    Hammer(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: __init__() -> None
    Hammer();

    /// Python: use() -> str
    std::string use() const;
};
PYHOST_CLASS(Hammer, "handles.Hammer")

/// Only Python knows its constructor.
///
/// Python: class Made
class Made : public pyhost::instance {
public:
    explicit Made(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Made(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: x: int
    [[nodiscard]] std::int64_t x() const;
    void x(std::int64_t value) const;
};
PYHOST_CLASS(Made, "handles.Made")

/// Python: class Marked
class Marked : public pyhost::instance {
public:
    explicit Marked(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Marked(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__() -> None
    Marked();

    /// Python: mark() -> str
    std::string mark() const;
};
PYHOST_CLASS(Marked, "handles.Marked")

/// Of two bases.
///
/// Python: class LoudHammer
class LoudHammer : public Hammer {
public:
    explicit LoudHammer(pyhost::no_object_t none) noexcept;
    LoudHammer(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python derives it from this class too.
    operator Marked() const;

    /// Python: __init__() -> None
    LoudHammer();

    /// Python: mark() -> str
    std::string mark() const;
};
PYHOST_CLASS(LoudHammer, "handles.LoudHammer")

inline std::string Account::CURRENCY() const
{
    return pyhost::attribute_of<std::string>(*this, "CURRENCY");
}

inline double Account::rate() const
{
    return pyhost::attribute_of<double>(*this, "rate");
}

inline void Account::rate(double value) const
{
    pyhost::set_attribute(*this, "rate", value);
}

inline Account::Account(std::string_view owner, std::int64_t balance, Account_init_options options) : Account{pyhost::no_object}
{
    static const pyhost::function<Account(std::string_view, std::int64_t, pyhost::named<"limit", std::int64_t>)> call{
        "handles", "Account", "(owner, balance=0, *, limit=-10)"};
    *this = call(owner, balance, {options.limit});
}

inline std::int64_t Account::deposit(std::int64_t amount) const
{
    static const pyhost::method<std::int64_t(std::int64_t)> call{"handles", "Account.deposit", "(amount)"};
    return call(self(), amount);
}

inline std::string Account::label(std::int64_t width, Account_label_options options) const
{
    static const pyhost::method<std::string(std::int64_t, pyhost::named<"mark", const std::string&>)> call{
        "handles", "Account.label", "(width=0, *, mark='*')"};
    return call(self(), width, {options.mark});
}

inline std::string Account::name_of_kind() const
{
    static const pyhost::method<std::string()> call{"handles", "Account.name_of_kind", "()"};
    return call(self());
}

inline std::int64_t Account::balance() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "balance");
}

inline void Account::balance(std::int64_t value) const
{
    pyhost::set_attribute(*this, "balance", value);
}

inline bool Account::is_open() const
{
    return pyhost::attribute_of<bool>(*this, "is_open");
}

inline Account Account::of(std::string_view owner)
{
    static const pyhost::function<Account(std::string_view)> call{"handles", "Account.of", "(owner)"};
    return call(owner);
}

inline std::int64_t Account::parse(std::string_view text)
{
    static const pyhost::function<std::int64_t(std::string_view)> call{"handles", "Account.parse", "(text)"};
    return call(text);
}

inline std::string Account::owner() const
{
    return pyhost::attribute_of<std::string>(*this, "owner");
}

inline void Account::owner(const std::string& value) const
{
    pyhost::set_attribute(*this, "owner", value);
}

inline std::int64_t Account::limit() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "limit");
}

inline void Account::limit(std::int64_t value) const
{
    pyhost::set_attribute(*this, "limit", value);
}

inline Savings::Savings(std::string_view owner, std::int64_t balance, Savings_init_options options) : Savings{pyhost::no_object}
{
    static const pyhost::function<Savings(std::string_view, std::int64_t, pyhost::named<"limit", std::int64_t>)> call{"handles", "Savings"};
    *this = call(owner, balance, {options.limit});
}

inline std::string Savings::name_of_kind() const
{
    static const pyhost::method<std::string()> call{"handles", "Savings.name_of_kind", "()"};
    return call(self());
}

inline double Savings::interest() const
{
    static const pyhost::method<double()> call{"handles", "Savings.interest", "()"};
    return call(self());
}

inline Savings::Savings(pyhost::no_object_t none) noexcept
    : Account{none}
{
}

inline Savings::Savings(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Account{tag, std::move(self)}
{
}

inline Row::Row(std::span<const std::int64_t> items) : Row{pyhost::no_object}
{
    static const pyhost::function<Row(std::span<const std::int64_t>)> call{"handles", "Row", "(items)"};
    *this = call(items);
}

inline std::int64_t Row::size() const
{
    static const pyhost::method<std::int64_t()> call{"handles", "Row.__len__", "()"};
    return call(self());
}

inline std::int64_t Row::operator[](std::int64_t at) const
{
    static const pyhost::method<std::int64_t(std::int64_t)> call{"handles", "Row.__getitem__", "(at)"};
    return call(self(), at);
}

inline void Row::set_item(std::int64_t at, std::int64_t value) const
{
    static const pyhost::method<void(std::int64_t, std::int64_t)> call{"handles", "Row.__setitem__", "(at, value)"};
    call(self(), at, value);
}

inline void Row::del_item(std::int64_t at) const
{
    static const pyhost::method<void(std::int64_t)> call{"handles", "Row.__delitem__", "(at)"};
    call(self(), at);
}

inline bool Row::contains(std::int64_t value) const
{
    static const pyhost::method<bool(std::int64_t)> call{"handles", "Row.__contains__", "(value)"};
    return call(self(), value);
}

inline pyhost::instance_items<std::int64_t> Row::begin() const
{
    return pyhost::instance_items<std::int64_t>{self()};
}

inline Row Row::operator()(std::int64_t factor, const std::vector<std::int64_t>& more) const
{
    static const pyhost::method<Row(std::int64_t, pyhost::unpack<const std::vector<std::int64_t>&>)> call{
        "handles", "Row.__call__", "(factor, *more)"};
    return call(self(), factor, {more});
}

inline bool Row::truth() const
{
    static const pyhost::method<bool()> call{"handles", "Row.__bool__", "()"};
    return call(self());
}

inline std::string Row::str() const
{
    static const pyhost::method<std::string()> call{"handles", "Row.__str__", "()"};
    return call(self());
}

inline Row Row::operator+(const Row& other) const
{
    static const pyhost::method<Row(const Row&)> call{"handles", "Row.__add__", "(other)"};
    return call(self(), other);
}

inline Row Row::operator-(std::int64_t number) const
{
    static const pyhost::method<Row(std::int64_t)> call{"handles", "Row.__sub__", "(number)"};
    return call(self(), number);
}

inline Row Row::operator*(std::int64_t factor) const
{
    static const pyhost::method<Row(std::int64_t)> call{"handles", "Row.__mul__", "(factor)"};
    return call(self(), factor);
}

inline Row Row::operator-() const
{
    static const pyhost::method<Row()> call{"handles", "Row.__neg__", "()"};
    return call(self());
}

inline bool Row::operator==(const Row& other) const
{
    static const pyhost::method<bool(const Row&)> call{"handles", "Row.__eq__", "(other)"};
    return call(self(), other);
}

inline bool Row::operator<(const Row& other) const
{
    static const pyhost::method<bool(const Row&)> call{"handles", "Row.__lt__", "(other)"};
    return call(self(), other);
}

inline std::int64_t Row::hash() const
{
    static const pyhost::method<std::int64_t()> call{"handles", "Row.__hash__", "()"};
    return call(self());
}

inline Session::Session(std::string_view name) : Session{pyhost::no_object}
{
    static const pyhost::function<Session(std::string_view)> call{"handles", "Session", "(name)"};
    *this = call(name);
}

inline pyhost::entered<Session> Session::enter() const
{
    return pyhost::entered<Session>{self()};
}

inline std::string Session::name() const
{
    return pyhost::attribute_of<std::string>(*this, "name");
}

inline void Session::name(const std::string& value) const
{
    pyhost::set_attribute(*this, "name", value);
}

inline Table::Table(std::int64_t columns) : Table{pyhost::no_object}
{
    static const pyhost::function<Table(std::int64_t)> call{"handles", "Table", "(columns, name='c')"};
    *this = call(columns);
}

inline Table::Table(double columns, std::string_view name) : Table{pyhost::no_object}
{
    static const pyhost::function<Table(double, std::string_view)> call{"handles", "Table", "(columns, name='c')"};
    *this = call(columns, name);
}

inline Table::Table(std::span<const std::string> columns) : Table{pyhost::no_object}
{
    static const pyhost::function<Table(std::span<const std::string>)> call{"handles", "Table", "(columns, name='c')"};
    *this = call(columns);
}

inline std::string Table::operator[](std::int64_t at) const
{
    static const pyhost::method<std::string(std::int64_t)> call{"handles", "Table.__getitem__", "(at)"};
    return call(self(), at);
}

inline std::int64_t Table::operator[](std::string_view at) const
{
    static const pyhost::method<std::int64_t(std::string_view)> call{"handles", "Table.__getitem__", "(at)"};
    return call(self(), at);
}

inline std::string Table::add(std::same_as<bool> auto column) const
{
    static const pyhost::method<std::string(bool)> call{"handles", "Table.add", "(column, at=0)"};
    return call(self(), column);
}

inline std::string Table::add(double column) const
{
    static const pyhost::method<std::string(double)> call{"handles", "Table.add", "(column, at=0)"};
    return call(self(), column);
}

inline std::string Table::add(std::string_view column, Table_add_3_options options) const
{
    static const pyhost::method<std::string(std::string_view, pyhost::named<"at", std::int64_t>)> call{
        "handles", "Table.add", "(column, at=0)"};
    return call(self(), column, {options.at});
}

inline std::string Tool::use() const
{
    static const pyhost::method<std::string()> call{"handles", "Tool.use", "()"};
    return call(self());
}

inline std::string PowerTool::plug_in() const
{
    static const pyhost::method<std::string()> call{"handles", "PowerTool.plug_in", "()"};
    return call(self());
}

inline PowerTool::PowerTool(pyhost::no_object_t none) noexcept
    : Tool{none}
{
}

inline PowerTool::PowerTool(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Tool{tag, std::move(self)}
{
}

inline Hammer::Hammer() : Hammer{pyhost::no_object}
{
    static const pyhost::function<Hammer()> call{"handles", "Hammer"};
    *this = call();
}

inline std::string Hammer::use() const
{
    static const pyhost::method<std::string()> call{"handles", "Hammer.use", "()"};
    return call(self());
}

inline Hammer::Hammer(pyhost::no_object_t none) noexcept
    : Tool{none}
{
}

inline Hammer::Hammer(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Tool{tag, std::move(self)}
{
}

inline std::int64_t Made::x() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "x");
}

inline void Made::x(std::int64_t value) const
{
    pyhost::set_attribute(*this, "x", value);
}

inline Marked::Marked() : Marked{pyhost::no_object}
{
    static const pyhost::function<Marked()> call{"handles", "Marked"};
    *this = call();
}

inline std::string Marked::mark() const
{
    static const pyhost::method<std::string()> call{"handles", "Marked.mark", "()"};
    return call(self());
}

inline LoudHammer::operator Marked() const
{
    return Marked{pyhost::from_object, self()};
}

inline LoudHammer::LoudHammer() : LoudHammer{pyhost::no_object}
{
    static const pyhost::function<LoudHammer()> call{"handles", "LoudHammer"};
    *this = call();
}

inline std::string LoudHammer::mark() const
{
    static const pyhost::method<std::string()> call{"handles", "LoudHammer.mark", "()"};
    return call(self());
}

inline LoudHammer::LoudHammer(pyhost::no_object_t none) noexcept
    : Hammer{none}
{
}

inline LoudHammer::LoudHammer(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Hammer{tag, std::move(self)}
{
}

/// Python: log: list[str], as it is now.
[[nodiscard]] inline std::vector<std::string> log()
{
    return pyhost::module_variable<std::vector<std::string>>("handles", "log");
}
inline void log(const std::vector<std::string>& value)
{
    pyhost::set_module_variable("handles", "log", value);
}

/// Keyword arguments of opened.
struct opened_options {
    std::int64_t count = 1;
};

/// A session for the length of a scope.
///
/// Python: opened(name: str, *, count: int = 1) -> AbstractContextManager[Session]
inline pyhost::entered<Session> opened(std::string_view name, opened_options options = {})
{
    static const pyhost::function<pyhost::ref<pyhost::object>(std::string_view, pyhost::named<"count", std::int64_t>)> call{
        "handles", "opened", "(name, *, count=1)"};
    return pyhost::entered<Session>{call(name, {options.count})};
}

/// Python: marks(things: list[Marked]) -> str
inline std::string marks(std::span<const Marked> things)
{
    static const pyhost::function<std::string(std::span<const Marked>)> call{"handles", "marks", "(things)"};
    return call(things);
}

/// Python: names(accounts: list[Account]) -> list[str]
inline std::vector<std::string> names(std::span<const Account> accounts)
{
    static const pyhost::function<std::vector<std::string>(std::span<const Account>)> call{"handles", "names", "(accounts)"};
    return call(accounts);
}

/// Python: richest(accounts: list[Account]) -> Account | None
inline std::optional<Account> richest(std::span<const Account> accounts)
{
    static const pyhost::function<std::optional<Account>(std::span<const Account>)> call{
        "handles", "richest", "(accounts)"};
    return call(accounts);
}

}  // namespace handles
// NOLINTEND
