// SPDX-License-Identifier: MIT
// What errors tell as data: the lines of a traceback, and what some exceptions know besides their message.
#pragma once

#include <string>

namespace pyhost::inline v0 {

/// One line of a traceback: where it was, and the source if Python could find it.
struct frame {
    std::string file = {};
    int line = 0;  ///< from 1; 0 where it is not known
    std::string function = {};
    std::string source = {};  ///< without its indentation; empty when there is none
    int column = -1;      ///< of what ran there, in bytes of the line's UTF-8, from 0; -1 before CPython 3.11, and where it is not known
    int end_line = 0;     ///< where that ends; 0 as -1 above
    int end_column = -1;  ///< behind its last byte
};

/// Whether error::frames() reads the lines of the source files, which costs far more than all the rest.
enum class source_lines : bool { omitted, read };

/// Where a SyntaxError is. Lines and columns count from 1, columns in characters, as Python's own; 0 where it knows none.
struct syntax_details {
    std::string message = {};  ///< without the place
    std::string file = {};
    int line = 0;
    int column = 0;
    int end_line = 0;  ///< from CPython 3.10 on
    int end_column = 0;
    std::string source = {};  ///< the line, with its indentation
};

/// What an OSError knows of the failed call.
struct os_details {
    int number = 0;  ///< errno
    std::string reason = {};
    std::string file = {};  ///< empty when it is about none
    std::string second_file = {};
};

}  // namespace pyhost::inline v0
