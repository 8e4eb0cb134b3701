// SPDX-License-Identifier: MIT
// A command that is a function of Python, found by its name when it is first called.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>
#include <pyhost/detail/function_target.hpp>

namespace pyhost::inline v0::detail {

struct argument_plan;

/// "package.module:name", or "module:Class.method". What the annotations of the function say of its arguments is looked up once in a run.
class python_command final : public command_target {
public:
    /// Throws: std::invalid_argument for what is no such path.
    python_command(std::string command, std::string_view path, std::string job);

    object call(const std::shared_ptr<bridge_call>& now) const override PYHOST_NEEDS_GIL;

private:
    std::shared_ptr<const argument_plan> plan_for(PyObject* function) const PYHOST_NEEDS_GIL;

    std::string command_, job_;
    shared_target target_;
    mutable std::mutex state_;
    mutable std::shared_ptr<const argument_plan> plan_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/argument_script.hpp>
#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/detail/class_script.hpp>
#include <pyhost/bridge/detail/container_script.hpp>
#include <pyhost/bridge/detail/job_object.hpp>
#include <pyhost/bridge/detail/plan_script.hpp>
#include <pyhost/detail/script_function.hpp>

#include <stdexcept>
#include <utility>

namespace pyhost::inline v0::detail {

/// What a function takes, in one run.
struct argument_plan {
    struct parameter {
        object name;
        std::string text;
        object reader;  // empty where the bits of json_type say all
        unsigned types = 0;
        bool is_required = false;
    };
    struct positional_parameter {
        object name, default_value;
    };
    std::uint64_t run = 0;
    bool is_known = false;  // else all is handed over as it is
    bool takes_more = false;
    std::vector<parameter> parameters = {};               // but for the job
    object names = {};                                    // of them, as a tuple
    std::vector<positional_parameter> positional = {};    // those that have no name for Python, and the job among them
    object more = {};                                     // reads what `**kwargs` takes; empty where that may be anything
};

inline unsigned type_bit(PyObject* o) noexcept
{
    if (o == Py_None) return json_null;
    if (PyBool_Check(o)) return json_bool;
    if (PyLong_CheckExact(o)) return json_int;
    if (PyFloat_CheckExact(o)) return json_float;
    if (PyUnicode_CheckExact(o)) return json_str;
    if (PyList_CheckExact(o)) return json_list;
    return PyDict_CheckExact(o) ? json_dict : 0u;
}

inline std::string names_of_types(unsigned types)
{
    constexpr const char* names[] = {"null", "a bool", "an int", "a number", "a str", "a list", "an object"};
    std::string made;
    for (unsigned bit = 0; bit < 7; ++bit)
        if ((types & (1u << bit)) != 0) made += (made.empty() ? "" : " or ") + std::string{names[bit]};
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY python_command::python_command(std::string command, std::string_view path, std::string job)
    : command_{std::move(command)}, job_{std::move(job)}
{
    const std::size_t colon = path.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == path.size() || path.find(':', colon + 1) != std::string_view::npos)
        throw std::invalid_argument("app: command '" + command_ + "': expected \"module:function\", got '" + std::string{path} + "'");
    target_ = shared_target{new_target(path.substr(0, colon), path.substr(colon + 1), {})};
}

inline constinit atomic<cache_slot*> argument_plan_slot{nullptr};

PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<const argument_plan> python_command::plan_for(PyObject* function) const
{
    {
        const std::scoped_lock held{state_};
        if (plan_ != nullptr && plan_->run == generation()) return plan_;
    }
    auto made = std::make_shared<argument_plan>();
    made->run = generation();
    const std::string script = std::string{argument_script_text} + container_script_text + class_script_text + plan_script_text;
    const object found = script_function(argument_plan_slot, script.c_str(), "<pyhost bridge>", "plan")(command_, handle{function}, job_);
    if (!found.is_none()) {
        made->is_known = true;
        list names;
        for (const handle one : list{object{found[0]}}) {
            const object reader = one[1];
            const bool is_bits = PyLong_Check(reader.ptr()) != 0;
            made->parameters.push_back({object::steal(PyUnicode_InternFromString(one[0].cast<std::string>().c_str())),
                                        one[0].cast<std::string>(), is_bits ? object{} : reader, is_bits ? reader.cast<unsigned>() : 0u,
                                        one[2].cast<bool>()});
            names.append(made->parameters.back().name);
        }
        made->names = tuple{names};
        for (const handle one : list{object{found[1]}}) made->positional.push_back({one[0], one[1]});
        const object more = found[2];
        made->takes_more = !more.is_none();
        if (made->takes_more && PyLong_Check(more.ptr()) == 0) made->more = more;
    }
    const std::scoped_lock held{state_};
    plan_ = made;
    return made;
}

/// Reads one argument in its place in the dict: what is there then. Throws: refused_call; what its reader raises.
inline PyObject* read_argument(const std::string& command, const argument_plan::parameter& as, const dict& arguments, PyObject* value)
    PYHOST_NEEDS_GIL
{
    if (as.reader.has_value()) {
        const object read = as.reader(handle{value});
        checked(PyDict_SetItem(arguments.ptr(), as.name.ptr(), read.ptr()));
        return read.ptr();
    }
    const unsigned is = type_bit(value);
    if ((is & as.types) != 0 || as.types == 127u) return value;
    if (is != json_int || (as.types & json_float) == 0)
        throw refused_call{
            invalid_argument(command, pointer_to(as.text),
                             "expected " + names_of_types(as.types) + ", got " + (is == json_null ? "null" : described(value)))};
    const object number = object::steal(PyNumber_Float(value));  // JavaScript writes 2.0 as 2
    if (!number.has_value() && PyErr_ExceptionMatches(PyExc_OverflowError) != 0) {
        PyErr_Clear();
        throw refused_call{
            invalid_argument(command, pointer_to(as.text), "expected a number that a float can be near to, got a larger one")};
    }
    checked(number.ptr());
    checked(PyDict_SetItem(arguments.ptr(), as.name.ptr(), number.ptr()));
    return number.ptr();
}

/// Those that the function has no parameter for.
inline std::vector<object> unknown_arguments(const argument_plan& plan, const dict& arguments) PYHOST_NEEDS_GIL
{
    std::vector<object> made;
    for (const handle name : list{object::steal(checked(PyDict_Keys(arguments.ptr())))}) {
        bool is_known = false;
        for (const argument_plan::parameter& one : plan.parameters) is_known = is_known || one.name == name;
        if (!is_known) made.push_back(object::borrow(name.ptr()));
    }
    return made;
}

/// One that is missing may be there under a name that is not quite its own.
inline std::string missing(const argument_plan& plan, const dict& arguments) PYHOST_NEEDS_GIL
{
    const auto others = plan.takes_more ? std::vector<object>{} : unknown_arguments(plan, arguments);
    return others.empty() ? "it is missing"
                          : "it is missing; the command has no parameter '" + shown_name(others[0].cast<std::string>()) + "'";
}

/// Checks that all are there, and reads each. What the parameters are given, behind a place that is free; the dict has it.
inline std::vector<PyObject*> read_arguments(const std::string& command, const argument_plan& plan, const dict& arguments) PYHOST_NEEDS_GIL
{
    std::vector<PyObject*> values{nullptr};
    values.reserve(plan.parameters.size() + 1);
    for (const argument_plan::parameter& one : plan.parameters) {
        PyObject* value = PyDict_GetItemWithError(arguments.ptr(), one.name.ptr());
        if (value != nullptr) values.push_back(read_argument(command, one, arguments, value));
        else if (one.is_required) throw refused_call{invalid_argument(command, pointer_to(one.text), missing(plan, arguments))};
    }
    if (values.size() - 1 == arguments.size() || (plan.takes_more && !plan.more.has_value())) return values;
    for (const object& name : unknown_arguments(plan, arguments)) {
        if (!plan.takes_more)
            throw refused_call{invalid_argument(command, pointer_to(name.cast<std::string>()), "the command has no such parameter")};
        arguments[name] = plan.more(name, object::borrow(PyDict_GetItemWithError(arguments.ptr(), name.ptr())));
    }
    return values;
}

/// Takes those that have no name out of the dict, in their order; what is left out before one that is given is its default.
inline list positional_arguments(const argument_plan& plan, const dict& arguments) PYHOST_NEEDS_GIL
{
    list made;
    std::vector<object> left_out;
    for (const argument_plan::positional_parameter& one : plan.positional) {
        left_out.push_back(one.default_value);
        const object value = object::borrow(PyDict_GetItemWithError(arguments.ptr(), one.name.ptr()));
        if (!value.has_value()) continue;
        left_out.back() = value;
        for (const object& each : std::exchange(left_out, {})) made.append(each);
        checked(PyDict_DelItem(arguments.ptr(), one.name.ptr()));
    }
    return made;
}

/// Where all parameters are given and nothing else, by the names that the code of the function has: Python knows those by their address.
PYHOST_DETAIL_BRIDGE_BODY object python_command::call(const std::shared_ptr<bridge_call>& now) const
{
    const object function = object::borrow(checked(target_.resolve("app")));
    const auto plan = plan_for(function.ptr());
    const dict arguments = arguments_of(*now);
    std::vector<PyObject*> values;
    if (plan->is_known) values = read_arguments(command_, *plan, arguments);
    if (!job_.empty()) arguments[job_] = job_object(now);
    if (!plan->positional.empty()) {
        const tuple positional{positional_arguments(*plan, arguments)};
        return object::steal(checked(PyObject_Call(function.ptr(), positional.ptr(), arguments.ptr())));
    }
    if (values.size() != plan->parameters.size() + 1 || values.size() - 1 != arguments.size())
        return object::steal(checked(PyObject_VectorcallDict(function.ptr(), nullptr, 0, arguments.ptr())));
    constexpr std::size_t with_free_place = PY_VECTORCALL_ARGUMENTS_OFFSET;
    return object::steal(checked(PyObject_Vectorcall(function.ptr(), values.data() + 1, with_free_place, plan->names.ptr())));
}

}  // namespace pyhost::inline v0::detail

#endif
