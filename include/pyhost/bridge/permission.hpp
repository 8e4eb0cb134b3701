// SPDX-License-Identifier: MIT
// What a front end may do: which commands it may call, with which paths and URLs, and which events it may hear.
#pragma once

#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/macros.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0::bridge {

/// What one argument of a command may be. It must match one pattern of `allow`, and none of any scope's `deny`.
///
/// "path": an absolute path, with `..` and symbolic links resolved before it is compared; so is the part of a pattern before its first
/// star or question mark, when the permission is added. What stands behind it is compared as it is written: a name there that is a link
/// matches nothing, so a `deny` has to name where links lead to. `*` and `?` stay within a name, `?` is one character, `**` goes over any
/// number of folders. The command has the path as it was given: where links may change meanwhile, it has to look again. "url": scheme,
/// host, port and path are compared by themselves, each in one spelling; `https://*.example.com/api/**`. "text": `*` stands for anything.
/// The argument is a str or a list of at most 100 of them.
struct scope {
    std::string argument = {};
    std::string kind = "path";
    std::vector<std::string> allow = {};
    std::vector<std::string> deny = {};
};

/// Lets windows and origins that match call commands and hear events that match; in all of them `*` stands for anything. Nothing is
/// allowed that no permission names. Where no origin is named, it is for peers that have none, as a sidecar: a page has one.
struct permission {
    std::string name = {};  // for the log
    std::vector<std::string> windows = {"*"};
    std::vector<std::string> origins = {""};
    std::vector<std::string> commands = {};
    std::vector<std::string> events = {};
    std::vector<scope> scopes = {};  // the arguments that they name must be given
};

PYHOST_FIELDS(scope, argument, kind, allow, deny)
PYHOST_DEFAULTS(scope, kind, allow, deny)
PYHOST_FIELDS(permission, name, windows, origins, commands, events, scopes)
PYHOST_DEFAULTS(permission, name, windows, origins, commands, events, scopes)

/// The permissions in a text of JSON: `{"permissions": [{"windows": ["main"], "commands": ["train"]}]}`, with the members of permission,
/// each once.
///
/// Needs: a running interpreter; attaches by itself. Throws: value_error and type_error, which say what is wrong and where.
[[nodiscard]] std::vector<permission> read_permissions(std::string_view text);

/// The same from a file. Throws: std::system_error when it cannot be read.
[[nodiscard]] std::vector<permission> read_permissions_file(const std::filesystem::path& file);

}  // namespace pyhost::inline v0::bridge
