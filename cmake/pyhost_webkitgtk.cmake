# SPDX-License-Identifier: MIT
# Makes the target pyhost::webkitgtk, pyhost::bridge and windows for it; else pyhost_webkitgtk_problem says what to do.
#
# Its bodies are compiled once in the build of whoever uses it, as those of pyhost::bridge are.
set(pyhost_webkitgtk_problem "")
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND AND NOT TARGET PkgConfig::pyhost_webkit2gtk)
    pkg_check_modules(pyhost_webkit2gtk QUIET IMPORTED_TARGET GLOBAL webkit2gtk-4.1>=2.40)
endif()
if(NOT TARGET PkgConfig::pyhost_webkit2gtk)
    set(pyhost_webkitgtk_problem "there is no target pyhost::webkitgtk, since WebKitGTK 2.40 or later was not found; to have it, install \
webkit2gtk-4.1 with its headers, and pkg-config (Debian: libwebkit2gtk-4.1-dev, pkg-config)")
elseif(NOT TARGET pyhost::webkitgtk)
    add_library(pyhost::webkitgtk INTERFACE IMPORTED GLOBAL)
    pyhost_add_transport(webkitgtk PkgConfig::pyhost_webkit2gtk)
    target_link_libraries(pyhost::webkitgtk INTERFACE pyhost_webkitgtk_compiled)
endif()
