// SPDX-License-Identifier: MIT
// Smart pointers to objects of pybind11's classes, and virtual functions that Python overrides.
#include <pyhost/all.hpp>
#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <memory>
#include <pybind11/embed.h>
#include <pybind11/trampoline_self_life_support.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace py = pyhost;

namespace {

/// Counts what is alive, and copies none.
struct part {
    part() { ++alive; }
    explicit part(int n) : number{n} { ++alive; }
    part(const part&) = delete;
    part& operator=(const part&) = delete;
    virtual ~part() { --alive; }
    virtual int weight() const { return number; }
    int number = 1;
    static inline int alive = 0;
    static inline int deleted = 0;  // by plain_deleter
};

/// One class for each holder.
struct lone_part : part {
    using part::part;
};
struct shared_part : part {
    using part::part;
};
struct python_shared_part : shared_part {
    using shared_part::shared_part;
    int weight() const override { PYBIND11_OVERRIDE(int, shared_part, weight, ); }
};
struct smart_part : part {
    using part::part;
};
struct smarter_part : smart_part {
    using smart_part::smart_part;
};

struct python_part : smart_part, pybind11::trampoline_self_life_support {
    using smart_part::smart_part;
    int weight() const override { PYBIND11_OVERRIDE(int, smart_part, weight, ); }
};

/// A class that gives pointers to itself.
struct own_part : part, std::enable_shared_from_this<own_part> {
    using part::part;
};
struct python_own_part : own_part, pybind11::trampoline_self_life_support {
    using own_part::own_part;
    int weight() const override { PYBIND11_OVERRIDE(int, own_part, weight, ); }
};

/// One that counts its owners itself, and what holds it.
struct counted_part : part {
    using part::part;
    int owners = 0;
};
template <class T>
class intrusive {
public:
    explicit intrusive(T* p) : held_{p} { ++held_->owners; }
    intrusive(const intrusive& other) : intrusive{other.held_} {}
    intrusive& operator=(const intrusive&) = delete;
    ~intrusive()
    {
        if (--held_->owners == 0) delete held_;
    }
    T* get() const { return held_; }

private:
    T* held_;
};

/// A class that copies, held by py::smart_holder.
struct label {
    std::string text;
};

struct counting_deleter {
    int* count = nullptr;
    template <class T>
    void operator()(T* p) const
    {
        ++*count;
        delete p;
    }
};

struct plain_deleter {
    template <class T>
    void operator()(T* p) const
    {
        ++part::deleted;
        delete p;
    }
};

template <class T>
using counted = std::unique_ptr<T, counting_deleter>;

}  // namespace

PYBIND11_DECLARE_HOLDER_TYPE(T, intrusive<T>, true)

PYBIND11_EMBEDDED_MODULE(holders_of_pybind11, m, pybind11::mod_gil_not_used())
{
    pybind11::class_<lone_part>(m, "Lone").def(pybind11::init<>()).def("weight", &lone_part::weight);
    pybind11::class_<shared_part, std::shared_ptr<shared_part>, python_shared_part>(m, "Shared")
        .def(pybind11::init<>())
        .def("weight", &shared_part::weight);
    pybind11::class_<smart_part, pybind11::smart_holder, python_part>(m, "Smart")
        .def(pybind11::init<>())
        .def_readwrite("number", &smart_part::number)
        .def("weight", &smart_part::weight);
    pybind11::class_<own_part, pybind11::smart_holder, python_own_part>(m, "Own").def(pybind11::init<>());
    pybind11::class_<counted_part, intrusive<counted_part>>(m, "Counted").def(pybind11::init<>());
    pybind11::class_<smarter_part, smart_part, pybind11::smart_holder>(m, "Smarter").def(pybind11::init<>());
    pybind11::class_<label, pybind11::smart_holder>(m, "Label").def(pybind11::init<>()).def_readwrite("text", &label::text);
}

namespace {

py::object holders_module() PYHOST_NEEDS_GIL { return py::import_module("holders_of_pybind11"); }

}  // namespace

TEST_CASE("Python owns what a unique_ptr gives it, whatever holds the objects of the class")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    const int before = part::alive;
    {
        const py::object lone = py::to_python(std::make_unique<lone_part>(2));
        const py::object shared = py::to_python(std::make_unique<shared_part>(3));
        const py::object smart = py::to_python(std::make_unique<smart_part>(4));
        const py::object derived = py::to_python(std::unique_ptr<smart_part>{std::make_unique<smarter_part>(5)});
        CHECK(part::alive == before + 4);
        CHECK(lone.attr("weight")().cast<int>() == 2);
        CHECK(shared.cast<std::shared_ptr<shared_part>>()->number == 3);
        CHECK(smart.attr("weight")().cast<int>() == 4);
        CHECK(py::isinstance(derived, holders_module().attr("Smarter")));
    }
    CHECK(part::alive == before);
    CHECK(py::to_python(std::unique_ptr<lone_part>{}).is_none());
}

TEST_CASE("a unique_ptr that functions return or take gives its object to Python")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    const int before = part::alive;
    const py::object make = py::expose([](int number) { return std::make_unique<lone_part>(number); });
    CHECK(make(6).attr("weight")().cast<int>() == 6);
    py::exec("def keep(part):\n    global kept\n    kept = part\n    return part.weight()\n");
    const py::function<int(std::unique_ptr<lone_part>)> keep{"__main__", "keep"};
    CHECK(keep(std::make_unique<lone_part>(7)) == 7);
    CHECK(part::alive == before + 1);
    CHECK(keep.try_call(std::make_unique<lone_part>(8)).value() == 8);
    CHECK(part::alive == before + 1);
    py::exec("kept = None\n");
    CHECK(part::alive == before);
}

TEST_CASE("containers give the objects that they own when they are moved or returned")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    const int before = part::alive;
    {
        const py::object make = py::expose([] {
            std::map<std::string, std::vector<std::unique_ptr<lone_part>>> made;
            made["a"].push_back(std::make_unique<lone_part>(3));
            made["a"].push_back(nullptr);
            return made;
        });
        const py::object made = make();
        CHECK(made["a"][0].attr("weight")().cast<int>() == 3);
        CHECK(made["a"][1].is_none());
        const py::object smart = py::to_python(std::make_unique<smart_part>(4));
        auto taken = py::list::of(smart).cast<std::vector<std::unique_ptr<smart_part>>>();
        CHECK(taken.at(0)->number == 4);
    }
    CHECK(part::alive == before);
}

TEST_CASE("a unique_ptr takes the object of a class with a smart_holder out of Python and gives it back")
{
    const py::gil_guard gil;
    const py::object made = holders_module().attr("Smart")();
    made.attr("number") = 9;
    auto owner = made.cast<std::unique_ptr<smart_part>>();
    CHECK(owner->number == 9);
    CHECK_THROWS_AS(made.attr("number").cast<int>(), py::value_error);
    CHECK_THROWS_AS(made.cast<std::unique_ptr<smart_part>>(), py::value_error);
    const py::object back = py::to_python(std::move(owner));
    CHECK(back.attr("number").cast<int>() == 9);
    CHECK(py::none{}.cast<std::unique_ptr<smart_part>>() == nullptr);

    const py::object consume = py::expose([](std::unique_ptr<smart_part> p) { return p->number; });
    CHECK(consume(holders_module().attr("Smart")()).cast<int>() == 1);
    const py::object text = holders_module().attr("Label")();
    CHECK(text.cast<std::unique_ptr<label>>() != nullptr);
    CHECK_THROWS_AS(text.attr("text").cast<std::string>(), py::value_error);
}

TEST_CASE("a unique_ptr does not take what Python must keep, and says why")
{
    const py::gil_guard gil;
    const py::object lone = holders_module().attr("Lone")();
    const auto taken = py::try_cast<std::unique_ptr<lone_part>>(lone);
    REQUIRE_FALSE(taken.has_value());
    CHECK(taken.error().message() ==
          "expected std::unique_ptr<(anonymous namespace)::lone_part> (of a class that is registered with py::smart_holder), got "
          "holders_of_pybind11.Lone");
    const py::object smart = holders_module().attr("Smart")();
    const auto shared = smart.cast<std::shared_ptr<smart_part>>();
    CHECK_FALSE(py::try_cast<std::unique_ptr<smart_part>>(smart).has_value());
    CHECK(smart.attr("number").cast<int>() == 1);
    CHECK_FALSE(py::try_cast<std::unique_ptr<smart_part>>(lone).has_value());
}

TEST_CASE("the deleter of a unique_ptr goes with its object, or Python refuses it")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    int deleted = 0;
    const counting_deleter deleter{&deleted};
    CHECK(py::to_python(counted<smart_part>{new smart_part{2}, deleter}).attr("number").cast<int>() == 2);
    CHECK(deleted == 1);
    CHECK(py::to_python(counted<shared_part>{new shared_part{3}, deleter}).attr("weight")().cast<int>() == 3);
    CHECK(deleted == 2);
    CHECK_THROWS_AS(py::to_python(counted<lone_part>{new lone_part{4}, deleter}), py::type_error);
    CHECK(deleted == 3);
    CHECK_THROWS_AS((py::to_python(std::unique_ptr<lone_part, plain_deleter>{new lone_part{5}})), py::type_error);
    CHECK(part::deleted == 1);
}

TEST_CASE("a shared_ptr and its Python object are one object that lives as long as either")
{
    const py::gil_guard gil;
    const int before = part::alive;
    for (const char* name : {"Shared", "Smart"}) {
        py::object made = holders_module().attr(name)();
        std::shared_ptr<part> kept = std::string{name} == "Shared" ? std::shared_ptr<part>{made.cast<std::shared_ptr<shared_part>>()}
                                                                   : made.cast<std::shared_ptr<smart_part>>();
        made = py::none{};
        CHECK(part::alive == before + 1);
        CHECK(kept->weight() == 1);
        kept.reset();
        CHECK(part::alive == before);
    }
    const auto given = std::make_shared<smart_part>(5);
    const py::object seen = py::to_python(given);
    CHECK(py::to_python(given).is(seen));
    CHECK(seen.cast<std::shared_ptr<smart_part>>() == given);
    CHECK(seen.cast<std::shared_ptr<const smart_part>>() == given);
    CHECK(py::to_python(std::shared_ptr<const smart_part>{given}).is(seen));
    const py::object all = py::to_python(std::vector<std::shared_ptr<smart_part>>{given, nullptr});
    CHECK(all[0].is(seen));
    CHECK(all.cast<std::vector<std::shared_ptr<smart_part>>>() == std::vector<std::shared_ptr<smart_part>>{given, nullptr});
}

TEST_CASE("a virtual function that Python overrides is called from a thread of C++ when Python has let go of the object")
{
    std::shared_ptr<smart_part> shared;
    std::unique_ptr<smart_part> owned;
    const int before = part::alive;
    {
        const py::gil_guard gil;
        static_cast<void>(holders_module());
        py::exec("import holders_of_pybind11\n"
                 "class Heavy(holders_of_pybind11.Smart):\n"
                 "    def __init__(self, factor):\n"
                 "        super().__init__()\n"
                 "        self.factor = factor\n"
                 "    def weight(self):\n"
                 "        return self.number * self.factor\n");
        shared = py::eval("Heavy(10)").cast<std::shared_ptr<smart_part>>();
        owned = py::eval("Heavy(20)").cast<std::unique_ptr<smart_part>>();
    }
    std::thread{[&] {
        CHECK(shared->weight() == 10);  // attaches by itself
        const py::gil_guard gil;
        CHECK(shared->weight() == 10);
        CHECK(owned->weight() == 20);
        const py::gil_release nogil;
        CHECK(owned->weight() == 20);
        owned.reset();
        shared.reset();  // leaves the rest to whoever attaches next
    }}.join();
    const py::gil_guard gil;
    CHECK(part::alive == before);
    py::exec("del Heavy\n");
}

TEST_CASE("a shared_ptr keeps what Python adds to an object, whatever holds the objects of the class")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    const int before = part::alive;
    py::exec("import holders_of_pybind11\nclass Light(holders_of_pybind11.Shared):\n    def weight(self):\n        return self.grams\n"
             "def light():\n    made = Light()\n    made.grams = 6\n    return made\n");
    auto shared = py::eval("light()").cast<std::shared_ptr<shared_part>>();
    CHECK(shared->weight() == 6);
    CHECK(py::to_python(shared).attr("grams").cast<int>() == 6);
    const std::weak_ptr<shared_part> seen = shared;
    shared.reset();
    CHECK(seen.expired());
    CHECK(part::alive == before);
    py::exec("del Light, light\n");
}

TEST_CASE("an object with an override comes back to Python as itself")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    py::exec("import holders_of_pybind11\nclass Odd(holders_of_pybind11.Smart):\n    def weight(self):\n        return 3\n");
    auto owned = py::eval("Odd()").cast<std::unique_ptr<smart_part>>();
    PyObject* const was = py::to_python(owned.get()).ptr();
    const py::object back = py::to_python(std::move(owned));
    CHECK(back.ptr() == was);
    CHECK(back.attr("weight")().cast<int>() == 3);
    py::exec("del Odd\n");
}

TEST_CASE("an object of a class of Python that a shared_ptr has is taken by no unique_ptr")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    py::exec("class Firm(holders_of_pybind11.Smart):\n    def weight(self):\n        return 12\n");
    const py::object made = py::eval("Firm()");
    auto shared = made.cast<std::shared_ptr<smart_part>>();
    std::weak_ptr<smart_part> seen = shared;
    auto again = made.cast<std::shared_ptr<smart_part>>();
    CHECK(again.use_count() == 2);
    shared.reset();
    CHECK_FALSE(seen.expired());
    CHECK_THROWS_AS(made.cast<std::unique_ptr<smart_part>>(), py::value_error);
    CHECK(again->weight() == 12);
    again.reset();
    CHECK(seen.expired());
    const auto taken = made.cast<std::unique_ptr<smart_part>>();
    CHECK(taken->weight() == 12);
    CHECK_THROWS_AS(made.cast<std::shared_ptr<smart_part>>(), py::value_error);
    py::exec("del Firm\n");
}

TEST_CASE("shared_from_this works of an object of a class of Python, and keeps it no longer than its owners")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    const int before = part::alive;
    py::exec("class Self(holders_of_pybind11.Own):\n    def weight(self):\n        return 13\n");
    std::shared_ptr<own_part> own;
    {
        const auto shared = py::eval("Self()").cast<std::shared_ptr<own_part>>();
        own = shared->shared_from_this();
    }
    CHECK(own->weight() == 13);
    own.reset();
    CHECK(part::alive == before);
    py::exec("del Self\n");
}

TEST_CASE("an object that its class of Python has not made is shared with nobody")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    const py::object take = py::expose([](const py::object& o) PYHOST_NEEDS_GIL {
        return py::try_cast<std::shared_ptr<smart_part>>(o).has_value() || py::try_cast<std::unique_ptr<smart_part>>(o).has_value() ||
               py::try_cast<smart_part*>(o).has_value();
    });
    py::exec("class Early(holders_of_pybind11.Smart):\n    def __init__(self, take):\n        self.was_taken = take(self)\n"
             "        super().__init__()\n");
    CHECK_FALSE(py::eval("Early")(take).attr("was_taken").cast<bool>());
    py::exec("del Early\n");
}

TEST_CASE("a shared_ptr is not made of what another kind of owner holds")
{
    const py::gil_guard gil;
    const py::object counted_object = holders_module().attr("Counted")();
    const auto shared = py::try_cast<std::shared_ptr<counted_part>>(counted_object);
    REQUIRE_FALSE(shared.has_value());
    CHECK(shared.error().message().find("of a class that is registered with std::shared_ptr or py::smart_holder") != std::string::npos);
    CHECK_FALSE(py::try_cast<std::shared_ptr<lone_part>>(holders_module().attr("Lone")()).has_value());
}

TEST_CASE("an object that Python has by a pointer is neither given to it nor shared with it")
{
    const py::gil_guard gil;
    static_cast<void>(holders_module());
    const int before = part::alive;
    auto lone = std::make_unique<lone_part>(2);
    py::object seen = py::to_python(lone.get());
    CHECK_THROWS_AS(py::to_python(std::move(lone)), py::value_error);
    auto owned = std::make_unique<shared_part>(3);
    const py::object seen_owned = py::to_python(owned.get());
    CHECK_THROWS_AS(py::to_python(std::move(owned)), py::value_error);
    auto smart = std::make_unique<smart_part>(4);
    const py::object seen_smart = py::to_python(smart.get());
    CHECK_THROWS_AS(py::to_python(std::move(smart)), py::value_error);
    const auto shared = std::make_shared<shared_part>(5);
    const py::object seen_shared = py::to_python(shared.get());
    CHECK_THROWS_AS(py::to_python(shared), py::value_error);
    const auto shared_smart = std::make_shared<smart_part>(6);
    const py::object seen_shared_smart = py::to_python(shared_smart.get());
    CHECK_THROWS_AS(py::to_python(shared_smart), py::value_error);
    CHECK(part::alive == before + 5);
    seen = py::none{};
    CHECK(py::to_python(std::move(lone)).attr("weight")().cast<int>() == 2);  // NOLINT(bugprone-use-after-move): it was refused before
}
