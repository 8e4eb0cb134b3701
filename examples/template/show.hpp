// Shows the page, in a window or in the user's browser, until the user is done with it.
#pragma once

#include <pyhost/bridge/app.hpp>

#include <filesystem>

#ifdef HAS_WINDOW
inline constexpr bool has_window = true;
#else
inline constexpr bool has_window = false;
#endif

/// Until the window is closed, or Ctrl-C. Throws: std::runtime_error without a display, and in a program that was built without windows.
void show_in_window(pyhost::bridge::app& app, const std::filesystem::path& pages, bool developer_tools);

/// Until the last page is closed, or Ctrl-C; the first one has two minutes to come. Throws: std::runtime_error where none comes.
void show_in_browser(pyhost::bridge::app& app, const std::filesystem::path& pages);
