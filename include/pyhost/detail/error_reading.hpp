// SPDX-License-Identifier: MIT
// The members of error that read its parts: what is there already, or what its exception says now.
#pragma once

#include <pyhost/error.hpp>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {
namespace detail {

/// Calls `f` attached while the exception can still be had; whether it did. Throws nothing.
template <class F>
bool with_exception(const error_state& state, F f) noexcept
{
    try {
        const gil_guard gil{std::try_to_lock};
        if (!gil || !has_exception(state)) return false;
        f();
        return true;
    } catch (...) {  // out of memory
        return false;
    }
}

/// A part that is there; null when nothing has rendered it.
template <class Part>
const Part* known_part(const error_state& state, atomic<const Part*> error_text::* part) noexcept
{
    const error_text* text = state.text.load();
    return text != nullptr ? (text->*part).load() : nullptr;
}

/// A part of the text, rendered now if it can be; null when it can't, as when the interpreter is ending.
template <class Part>
const Part* find_part(error_state& state, atomic<const Part*> error_text::* part, Part (*render)(PyObject*)) noexcept
{
    if (const Part* known = known_part(state, part)) return known;
    with_exception(state, [&]() PYHOST_NEEDS_GIL { rendered(state, part, render); });
    return known_part(state, part);
}

inline error_about about_of(error_state& state)
{
    const error_about* about = find_part(state, &error_text::about, &rendered_about);
    return about != nullptr ? *about : error_about{.type_name = kind_name(state.kind)};
}

inline error counted(error_state* state) noexcept
{
    state->count.fetch_add(1);
    return taken_error{state};
}

/// Gives `read` what the error knows of: now, or what the end of its interpreter has kept.
template <class F>
void read_links(error_state& state, F read)
{
    error_links links;
    if (with_exception(state, [&]() PYHOST_NEEDS_GIL { fill_links(links, state); })) return read(links);
    const error_text* text = state.text.load();
    if (const error_links* kept = text != nullptr ? text->links.load() : nullptr) read(*kept);
}

inline std::optional<error> linked_error(error_state& state, error_state* error_links::* link)
{
    std::optional<error> found;
    read_links(state, [&](const error_links& links) {
        if (links.*link != nullptr) found = counted(links.*link);
    });
    return found;
}

}  // namespace detail

PYHOST_DETAIL_BODY const char* error::what() const noexcept
{
    const std::string* text = detail::find_part(*state_, &detail::error_text::what, &detail::rendered_text);
    return text != nullptr ? text->c_str() : detail::kind_name(state_->kind);
}

PYHOST_DETAIL_BODY std::string error::message() const
{
    if (const std::string* known = detail::known_part(*state_, &detail::error_text::message)) return *known;
    {
        const gil_guard gil{std::try_to_lock};
        if (gil && detail::has_exception(*state_)) {
            detail::normalise(*state_);
            return detail::rendered_message(state_->exception);
        }
    }
    const std::string* known = detail::known_part(*state_, &detail::error_text::message);
    return known != nullptr ? *known : std::string{};
}

PYHOST_DETAIL_BODY std::vector<frame> error::frames(source_lines lines) const
{
    if (lines == source_lines::omitted) {
        const gil_guard gil{std::try_to_lock};
        if (gil && detail::has_exception(*state_)) {
            detail::normalise(*state_);
            return detail::frames_without_source(state_->exception);
        }
    }
    std::vector<frame> frames;
    if (const auto* known = detail::find_part(*state_, &detail::error_text::frames, &detail::rendered_frames)) frames = *known;
    if (lines == source_lines::omitted)
        for (frame& one : frames) one = {.file = std::move(one.file), .line = one.line, .function = std::move(one.function)};
    return frames;
}

PYHOST_DETAIL_BODY std::string error::type_name() const { return detail::about_of(*state_).type_name; }
PYHOST_DETAIL_BODY std::vector<std::string> error::notes() const { return detail::about_of(*state_).notes; }
PYHOST_DETAIL_BODY bool error::suppresses_context() const { return detail::about_of(*state_).suppresses_context; }
PYHOST_DETAIL_BODY std::optional<syntax_details> error::syntax() const { return detail::about_of(*state_).syntax; }
PYHOST_DETAIL_BODY std::optional<os_details> error::os() const { return detail::about_of(*state_).os; }
PYHOST_DETAIL_BODY std::optional<int> error::exit_code() const { return detail::about_of(*state_).exit_code; }

PYHOST_DETAIL_BODY std::optional<error> error::cause() const { return detail::linked_error(*state_, &detail::error_links::cause); }
PYHOST_DETAIL_BODY std::optional<error> error::context() const { return detail::linked_error(*state_, &detail::error_links::context); }

PYHOST_DETAIL_BODY std::vector<error> error::group() const
{
    std::vector<error> members;
    detail::read_links(*state_, [&](const detail::error_links& links) {
        for (detail::error_state* member : links.group) members.push_back(detail::counted(member));
    });
    return members;
}

}  // namespace pyhost::inline v0

#endif
