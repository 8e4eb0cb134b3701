// Made by pyhost 0.1.0 from drift (0df56ace72d029c2): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/async/async_function.hpp>
#include <pyhost/bindings/bound_method.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/function.hpp>
#include <pyhost/generator_function.hpp>
#include <pyhost/method.hpp>

#include <cstdint>
#include <utility>

namespace drift {

class Engine;

/// Python: class Engine
class Engine : public pyhost::instance {
public:
    explicit Engine(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Engine(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(power: int) -> None
    explicit Engine(std::int64_t power);

    /// Python: start(speed: int) -> int
    std::int64_t start(std::int64_t speed) const;

    /// Python: async stop(delay: float) -> int
    pyhost::future<std::int64_t> stop(double delay) const;

    /// Python: turns(count: int) -> Iterator[int]
    pyhost::generated<std::int64_t> turns(std::int64_t count) const;

    /// Python: power: int
    [[nodiscard]] std::int64_t power() const;
    void power(std::int64_t value) const;
};
PYHOST_CLASS(Engine, "drift.Engine")

inline Engine::Engine(std::int64_t power) : Engine{pyhost::no_object}
{
    static const pyhost::function<Engine(std::int64_t)> call{"drift", "Engine", "(power)"};
    *this = call(power);
}

inline std::int64_t Engine::start(std::int64_t speed) const
{
    static const pyhost::method<std::int64_t(std::int64_t)> call{"drift", "Engine.start", "(speed)"};
    return call(self(), speed);
}

inline pyhost::future<std::int64_t> Engine::stop(double delay) const
{
    static const pyhost::bound_method bound{"drift", "Engine.stop", "async (delay)"};
    const pyhost::gil_guard gil;
    const pyhost::async_function<std::int64_t(double)> call{bound.of(self())};
    return call(delay);
}

inline pyhost::generated<std::int64_t> Engine::turns(std::int64_t count) const
{
    static const pyhost::bound_method bound{"drift", "Engine.turns", "(count)"};
    const pyhost::gil_guard gil;
    const pyhost::generator_function<std::int64_t(std::int64_t)> call{bound.of(self())};
    return call(count);
}

inline std::int64_t Engine::power() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "power");
}

inline void Engine::power(std::int64_t value) const
{
    pyhost::set_attribute(*this, "power", value);
}

/// Python: scale(value: float, factor: float = 2.0) -> float
inline double scale(double value, double factor = 2.0)
{
    static const pyhost::function<double(double, double)> call{"drift", "scale", "(value, factor=2.0)"};
    return call(value, factor);
}

/// Python: async later(value: int) -> int
inline pyhost::future<std::int64_t> later(std::int64_t value)
{
    static const pyhost::async_function<std::int64_t(std::int64_t)> call{"drift", "later", "async (value)"};
    return call(value);
}

/// Python: unchanged(value: int) -> int
inline std::int64_t unchanged(std::int64_t value)
{
    static const pyhost::function<std::int64_t(std::int64_t)> call{"drift", "unchanged", "(value)"};
    return call(value);
}

}  // namespace drift
// NOLINTEND
