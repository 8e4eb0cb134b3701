# SPDX-License-Identifier: MIT
# Makes pyhost::headers and pyhost::pyhost of pyhost::python and Threads::Threads: in pyhost's own tree and in each package of it.
#
# With pyhost::headers every file compiles what it uses of pyhost. With pyhost::pyhost, what is not a template and on no hot path is in a
# static library, compiled once in the build of whoever uses pyhost, for that build's CPython, compiler and options.
# Both are imported targets, so that who exports a library which uses pyhost exports no more of it than that name.
include(${CMAKE_CURRENT_LIST_DIR}/pyhost_headers.cmake)

if(NOT TARGET pyhost::pyhost)
    add_library(pyhost::headers INTERFACE IMPORTED)
    target_include_directories(pyhost::headers INTERFACE ${pyhost_include})
    target_compile_features(pyhost::headers INTERFACE cxx_std_20)
    target_link_libraries(pyhost::headers INTERFACE pyhost::python Threads::Threads ${CMAKE_DL_LIBS})

    if(NOT TARGET pyhost_compiled)  # two directories of one build may both find pyhost
        add_library(pyhost_compiled STATIC EXCLUDE_FROM_ALL ${pyhost_include}/pyhost/compiled.cpp)
        target_compile_definitions(pyhost_compiled PUBLIC PYHOST_DETAIL_COMPILED)
        target_link_libraries(pyhost_compiled PUBLIC pyhost::headers)
        # For programs that are linked with --gc-sections: what they do not use is left out.
        target_compile_options(pyhost_compiled PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang>:-ffunction-sections;-fdata-sections>)
        set_target_properties(pyhost_compiled PROPERTIES POSITION_INDEPENDENT_CODE ON)  # plugins link it too
    endif()
    add_library(pyhost::pyhost INTERFACE IMPORTED)
    target_link_libraries(pyhost::pyhost INTERFACE pyhost_compiled)
endif()
