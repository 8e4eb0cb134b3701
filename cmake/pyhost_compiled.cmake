# SPDX-License-Identifier: MIT
# Makes the target pyhost::pyhost: the headers, and a static library of what is compiled once for a build instead of with every file.
#
# It is compiled in the build of whoever uses pyhost, for that build's CPython, compiler and options.
if(NOT TARGET pyhost_compiled)
    get_target_property(pyhost_include_folders pyhost::headers INTERFACE_INCLUDE_DIRECTORIES)
    find_path(pyhost_source_folder pyhost/compiled.cpp HINTS ${CMAKE_CURRENT_LIST_DIR}/../include ${pyhost_include_folders}
              NO_DEFAULT_PATH NO_CACHE REQUIRED)
    add_library(pyhost_compiled STATIC EXCLUDE_FROM_ALL ${pyhost_source_folder}/pyhost/compiled.cpp)
    add_library(pyhost::pyhost ALIAS pyhost_compiled)
    target_compile_definitions(pyhost_compiled PUBLIC PYHOST_DETAIL_COMPILED)
    target_link_libraries(pyhost_compiled PUBLIC pyhost::headers)
    set_target_properties(pyhost_compiled PROPERTIES POSITION_INDEPENDENT_CODE ON)  # plugins link it
endif()
