# SPDX-License-Identifier: MIT
# Makes pyhost::headers, pyhost::pyhost and pyhost::bridge of pyhost::python and Threads::Threads: in pyhost's own tree and in each package of it.
#
# With pyhost::headers every file compiles what it uses of pyhost. With pyhost::pyhost, what is not a template and on no hot path is in a
# static library, compiled once in the build of whoever uses pyhost, for that build's CPython, compiler and options.
# pyhost::bridge is pyhost::pyhost and the same of the bridge; its transports that need a library are components. All are imported targets, so that who exports a library which uses pyhost exports no more of it than that name.
include(${CMAKE_CURRENT_LIST_DIR}/pyhost_headers.cmake)

function(pyhost_compiles_once library)
    # For programs that are linked with --gc-sections: what they do not use is left out.
    target_compile_options(${library} PRIVATE $<$<CXX_COMPILER_ID:GNU,Clang>:-ffunction-sections;-fdata-sections>)
    set_target_properties(${library} PROPERTIES POSITION_INDEPENDENT_CODE ON)  # plugins link it too
endfunction()

# A transport of the bridge that needs a library: pyhost_NAME_compiled is bridge/NAME.cpp.
function(pyhost_add_transport name needs)
    if(NOT TARGET pyhost_${name}_compiled)
        add_library(pyhost_${name}_compiled STATIC EXCLUDE_FROM_ALL ${pyhost_include}/pyhost/bridge/${name}.cpp)
        target_link_libraries(pyhost_${name}_compiled PUBLIC pyhost_bridge_compiled ${needs})
        pyhost_compiles_once(pyhost_${name}_compiled)
    endif()
endfunction()

if(NOT TARGET pyhost::pyhost)
    add_library(pyhost::headers INTERFACE IMPORTED)
    target_include_directories(pyhost::headers INTERFACE ${pyhost_include})
    target_compile_features(pyhost::headers INTERFACE cxx_std_20)
    target_link_libraries(pyhost::headers INTERFACE pyhost::python Threads::Threads ${CMAKE_DL_LIBS})

    if(NOT TARGET pyhost_compiled)  # two directories of one build may both find pyhost
        add_library(pyhost_compiled STATIC EXCLUDE_FROM_ALL ${pyhost_include}/pyhost/compiled.cpp)
        add_library(pyhost_bridge_compiled STATIC EXCLUDE_FROM_ALL ${pyhost_include}/pyhost/bridge/compiled.cpp)
        target_compile_definitions(pyhost_compiled PUBLIC PYHOST_DETAIL_COMPILED)
        target_link_libraries(pyhost_compiled PUBLIC pyhost::headers)
        target_link_libraries(pyhost_bridge_compiled PUBLIC pyhost_compiled)
        pyhost_compiles_once(pyhost_compiled)
        pyhost_compiles_once(pyhost_bridge_compiled)
    endif()
    foreach(name IN ITEMS pyhost bridge)
        add_library(pyhost::${name} INTERFACE IMPORTED)
    endforeach()
    target_link_libraries(pyhost::pyhost INTERFACE pyhost_compiled)
    target_link_libraries(pyhost::bridge INTERFACE pyhost_bridge_compiled)
endif()
