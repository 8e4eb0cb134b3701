// SPDX-License-Identifier: MIT
// With an older standard the errors begin with the one that is needed.
// option: -std=c++17
// error: ^(?:(?!error).|\n)*error: (?:#error )?"pyhost needs C\+\+20: compile with -std=c\+\+20
#include <pyhost/pyhost.hpp>
