# SPDX-License-Identifier: MIT
# find_package(pyhost): finds this build's CPython and defines pyhost::pyhost and pyhost_generate(); the components pybind11, asio, webkitgtk
# and websocket add the targets of their names, pyhost::asio.
include(CMakeFindDependencyMacro)
find_dependency(Threads)

include(${CMAKE_CURRENT_LIST_DIR}/pyhost_python.cmake)
if(pyhost_python_problem)
    set(pyhost_FOUND FALSE)
    set(pyhost_NOT_FOUND_MESSAGE "${pyhost_python_problem}")
    return()
endif()

include(${CMAKE_CURRENT_LIST_DIR}/pyhost_target.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/pyhost_generate.cmake)

foreach(component IN LISTS pyhost_FIND_COMPONENTS)
    if(component MATCHES "^(asio|pybind11|webkitgtk|websocket)$")
        include(${CMAKE_CURRENT_LIST_DIR}/pyhost_${component}.cmake)
    else()
        set(pyhost_${component}_problem "there is no component '${component}'; there are asio, pybind11, webkitgtk and websocket")
    endif()
    set(pyhost_${component}_FOUND TRUE)
    if(pyhost_${component}_problem)
        set(pyhost_${component}_FOUND FALSE)
        if(pyhost_FIND_REQUIRED_${component})
            set(pyhost_FOUND FALSE)
            set(pyhost_NOT_FOUND_MESSAGE "pyhost: ${pyhost_${component}_problem}")
        endif()
    endif()
endforeach()
