// SPDX-License-Identifier: MIT
// What can be read of an exception without Python, part by part: each is rendered when it is first asked for.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/traceback.hpp>

namespace pyhost::inline v0::detail {

struct error_state;
struct error_about;
struct error_links;
struct error_text;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES  // so that a file which only calls functions of errors does not instantiate what these hold

#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

/// What an exception is, besides its message.
struct error_about {
    std::string type_name = {};
    std::vector<std::string> notes = {};
    bool suppresses_context = false;
    std::optional<syntax_details> syntax = {};
    std::optional<os_details> os = {};
    std::optional<int> exit_code = {};
};

/// The exceptions that one knows of, as errors of their own. Cause and context are one where both are one exception.
struct error_links {
    error_links() noexcept = default;
    ~error_links();
    error_links(const error_links&) = delete;
    error_links& operator=(const error_links&) = delete;

    error_state* cause = nullptr;
    error_state* context = nullptr;
    std::vector<error_state*> group;
};

/// A part is null until somebody has asked for it, and stays.
struct error_text {
    error_text() noexcept = default;
    ~error_text();
    error_text(const error_text&) = delete;
    error_text& operator=(const error_text&) = delete;

    atomic<const std::string*> message{nullptr};
    atomic<const error_about*> about{nullptr};
    atomic<const std::vector<frame>*> frames{nullptr};
    atomic<const std::string*> what{nullptr};
    atomic<const error_links*> links{nullptr};
    atomic<const std::exception_ptr*> original{nullptr};
};

/// Makes `made` the part, unless somebody was first; the one that is kept.
template <class Part>
const Part& keep_part(atomic<const Part*>& part, const Part* made) noexcept
{
    const Part* known = nullptr;
    if (part.replace(known, made)) return *made;
    delete made;
    return *known;
}

PYHOST_DETAIL_BODY error_text::~error_text()
{
    delete message.load();
    delete about.load();
    delete frames.load();
    delete what.load();
    delete links.load();
    delete original.load();
}

}  // namespace pyhost::inline v0::detail

#endif
