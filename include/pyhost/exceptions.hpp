// SPDX-License-Identifier: MIT
// One C++ class for each built-in exception of Python, in Python's hierarchy.
#pragma once

#include <pyhost/error.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/error_reading.hpp>  // what() is there, with which the compiler puts the tables of the classes
#endif

namespace pyhost::inline v0 {
namespace detail {

/// Numbers of the classes; detail/throw.hpp has their rows in this order.
enum kinds : error_kind {
    base_exception_kind,
    base_exception_group_kind,
    generator_exit_kind,
    keyboard_interrupt_kind,
    system_exit_kind,
    exception_kind,
    exception_group_kind,
    arithmetic_error_kind,
    floating_point_error_kind,
    overflow_error_kind,
    zero_division_error_kind,
    assertion_error_kind,
    attribute_error_kind,
    buffer_error_kind,
    eof_error_kind,
    import_error_kind,
    module_not_found_error_kind,
    import_cycle_error_kind,
    lookup_error_kind,
    index_error_kind,
    key_error_kind,
    memory_error_kind,
    name_error_kind,
    unbound_local_error_kind,
    os_error_kind,
    blocking_io_error_kind,
    child_process_error_kind,
    connection_error_kind,
    broken_pipe_error_kind,
    connection_aborted_error_kind,
    connection_refused_error_kind,
    connection_reset_error_kind,
    file_exists_error_kind,
    file_not_found_error_kind,
    interrupted_error_kind,
    is_a_directory_error_kind,
    not_a_directory_error_kind,
    permission_error_kind,
    process_lookup_error_kind,
    timeout_error_kind,
    reference_error_kind,
    runtime_error_kind,
    not_implemented_error_kind,
    python_finalization_error_kind,
    recursion_error_kind,
    stop_async_iteration_kind,
    stop_iteration_kind,
    syntax_error_kind,
    indentation_error_kind,
    tab_error_kind,
    system_error_kind,
    type_error_kind,
    value_error_kind,
    unicode_error_kind,
    unicode_decode_error_kind,
    unicode_encode_error_kind,
    unicode_translate_error_kind,
    warning_kind,
    bytes_warning_kind,
    deprecation_warning_kind,
    encoding_warning_kind,
    future_warning_kind,
    import_warning_kind,
    pending_deprecation_warning_kind,
    resource_warning_kind,
    runtime_warning_kind,
    syntax_warning_kind,
    unicode_warning_kind,
    user_warning_kind,
    kind_count
};

/// Gives a class of the hierarchy its constructors.
template <error_kind Kind, class Base>
class builtin : public Base {
public:
    /// An exception made in C++; it becomes the Python class when it reaches Python. Needs: nothing.
    explicit builtin(std::string_view message) : Base{Kind, message} {}

protected:
    static constexpr error_kind nearest_kind = Kind;
    builtin(error_kind kind, std::string_view message) : Base{kind, message} {}
    explicit builtin(error_state* state) noexcept : Base{state} {}
    friend struct error_access;
};

}  // namespace detail

// clang-format off: a table, one class a line

class base_exception_group : public detail::builtin<detail::base_exception_group_kind, error> { using builtin::builtin; };
class generator_exit : public detail::builtin<detail::generator_exit_kind, error> { using builtin::builtin; };
class keyboard_interrupt : public detail::builtin<detail::keyboard_interrupt_kind, error> { using builtin::builtin; };
class system_exit : public detail::builtin<detail::system_exit_kind, error> { using builtin::builtin; };
class exception : public detail::builtin<detail::exception_kind, error> { using builtin::builtin; };
class exception_group : public detail::builtin<detail::exception_group_kind, exception> { using builtin::builtin; };
class arithmetic_error : public detail::builtin<detail::arithmetic_error_kind, exception> { using builtin::builtin; };
class floating_point_error : public detail::builtin<detail::floating_point_error_kind, arithmetic_error> { using builtin::builtin; };
class overflow_error : public detail::builtin<detail::overflow_error_kind, arithmetic_error> { using builtin::builtin; };
class zero_division_error : public detail::builtin<detail::zero_division_error_kind, arithmetic_error> { using builtin::builtin; };
class assertion_error : public detail::builtin<detail::assertion_error_kind, exception> { using builtin::builtin; };
class attribute_error : public detail::builtin<detail::attribute_error_kind, exception> { using builtin::builtin; };
class buffer_error : public detail::builtin<detail::buffer_error_kind, exception> { using builtin::builtin; };
class eof_error : public detail::builtin<detail::eof_error_kind, exception> { using builtin::builtin; };
class import_error : public detail::builtin<detail::import_error_kind, exception> { using builtin::builtin; };
class module_not_found_error : public detail::builtin<detail::module_not_found_error_kind, import_error> { using builtin::builtin; };
class import_cycle_error : public detail::builtin<detail::import_cycle_error_kind, import_error> { using builtin::builtin; };
class lookup_error : public detail::builtin<detail::lookup_error_kind, exception> { using builtin::builtin; };
class index_error : public detail::builtin<detail::index_error_kind, lookup_error> { using builtin::builtin; };
class key_error : public detail::builtin<detail::key_error_kind, lookup_error> { using builtin::builtin; };
class memory_error : public detail::builtin<detail::memory_error_kind, exception> { using builtin::builtin; };
class name_error : public detail::builtin<detail::name_error_kind, exception> { using builtin::builtin; };
class unbound_local_error : public detail::builtin<detail::unbound_local_error_kind, name_error> { using builtin::builtin; };
class os_error : public detail::builtin<detail::os_error_kind, exception> { using builtin::builtin; };
class blocking_io_error : public detail::builtin<detail::blocking_io_error_kind, os_error> { using builtin::builtin; };
class child_process_error : public detail::builtin<detail::child_process_error_kind, os_error> { using builtin::builtin; };
class connection_error : public detail::builtin<detail::connection_error_kind, os_error> { using builtin::builtin; };
class broken_pipe_error : public detail::builtin<detail::broken_pipe_error_kind, connection_error> { using builtin::builtin; };
class connection_aborted_error : public detail::builtin<detail::connection_aborted_error_kind, connection_error> { using builtin::builtin; };
class connection_refused_error : public detail::builtin<detail::connection_refused_error_kind, connection_error> { using builtin::builtin; };
class connection_reset_error : public detail::builtin<detail::connection_reset_error_kind, connection_error> { using builtin::builtin; };
class file_exists_error : public detail::builtin<detail::file_exists_error_kind, os_error> { using builtin::builtin; };
class file_not_found_error : public detail::builtin<detail::file_not_found_error_kind, os_error> { using builtin::builtin; };
class interrupted_error : public detail::builtin<detail::interrupted_error_kind, os_error> { using builtin::builtin; };
class is_a_directory_error : public detail::builtin<detail::is_a_directory_error_kind, os_error> { using builtin::builtin; };
class not_a_directory_error : public detail::builtin<detail::not_a_directory_error_kind, os_error> { using builtin::builtin; };
class permission_error : public detail::builtin<detail::permission_error_kind, os_error> { using builtin::builtin; };
class process_lookup_error : public detail::builtin<detail::process_lookup_error_kind, os_error> { using builtin::builtin; };
class timeout_error : public detail::builtin<detail::timeout_error_kind, os_error> { using builtin::builtin; };
class reference_error : public detail::builtin<detail::reference_error_kind, exception> { using builtin::builtin; };
class runtime_error : public detail::builtin<detail::runtime_error_kind, exception> { using builtin::builtin; };
class not_implemented_error : public detail::builtin<detail::not_implemented_error_kind, runtime_error> { using builtin::builtin; };
class python_finalization_error : public detail::builtin<detail::python_finalization_error_kind, runtime_error> { using builtin::builtin; };
class recursion_error : public detail::builtin<detail::recursion_error_kind, runtime_error> { using builtin::builtin; };
class stop_async_iteration : public detail::builtin<detail::stop_async_iteration_kind, exception> { using builtin::builtin; };
class stop_iteration : public detail::builtin<detail::stop_iteration_kind, exception> { using builtin::builtin; };
class syntax_error : public detail::builtin<detail::syntax_error_kind, exception> { using builtin::builtin; };
class indentation_error : public detail::builtin<detail::indentation_error_kind, syntax_error> { using builtin::builtin; };
class tab_error : public detail::builtin<detail::tab_error_kind, indentation_error> { using builtin::builtin; };
class system_error : public detail::builtin<detail::system_error_kind, exception> { using builtin::builtin; };
class type_error : public detail::builtin<detail::type_error_kind, exception> { using builtin::builtin; };
class value_error : public detail::builtin<detail::value_error_kind, exception> { using builtin::builtin; };
class unicode_error : public detail::builtin<detail::unicode_error_kind, value_error> { using builtin::builtin; };
class unicode_decode_error : public detail::builtin<detail::unicode_decode_error_kind, unicode_error> { using builtin::builtin; };
class unicode_encode_error : public detail::builtin<detail::unicode_encode_error_kind, unicode_error> { using builtin::builtin; };
class unicode_translate_error : public detail::builtin<detail::unicode_translate_error_kind, unicode_error> { using builtin::builtin; };
class warning : public detail::builtin<detail::warning_kind, exception> { using builtin::builtin; };
class bytes_warning : public detail::builtin<detail::bytes_warning_kind, warning> { using builtin::builtin; };
class deprecation_warning : public detail::builtin<detail::deprecation_warning_kind, warning> { using builtin::builtin; };
class encoding_warning : public detail::builtin<detail::encoding_warning_kind, warning> { using builtin::builtin; };
class future_warning : public detail::builtin<detail::future_warning_kind, warning> { using builtin::builtin; };
class import_warning : public detail::builtin<detail::import_warning_kind, warning> { using builtin::builtin; };
class pending_deprecation_warning : public detail::builtin<detail::pending_deprecation_warning_kind, warning> { using builtin::builtin; };
class resource_warning : public detail::builtin<detail::resource_warning_kind, warning> { using builtin::builtin; };
class runtime_warning : public detail::builtin<detail::runtime_warning_kind, warning> { using builtin::builtin; };
class syntax_warning : public detail::builtin<detail::syntax_warning_kind, warning> { using builtin::builtin; };
class unicode_warning : public detail::builtin<detail::unicode_warning_kind, warning> { using builtin::builtin; };
class user_warning : public detail::builtin<detail::user_warning_kind, warning> { using builtin::builtin; };

// clang-format on

}  // namespace pyhost::inline v0
