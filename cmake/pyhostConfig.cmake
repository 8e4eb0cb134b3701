# SPDX-License-Identifier: MIT
# find_package(pyhost): finds this build's CPython and defines pyhost::pyhost; COMPONENTS pybind11 adds pyhost::pybind11.
include(CMakeFindDependencyMacro)
find_dependency(Threads)

include(${CMAKE_CURRENT_LIST_DIR}/pyhost_python.cmake)
if(pyhost_python_problem)
    set(pyhost_FOUND FALSE)
    set(pyhost_NOT_FOUND_MESSAGE "${pyhost_python_problem}")
    return()
endif()

include(${CMAKE_CURRENT_LIST_DIR}/pyhostTargets.cmake)

if("pybind11" IN_LIST pyhost_FIND_COMPONENTS)
    include(${CMAKE_CURRENT_LIST_DIR}/pyhost_pybind11.cmake)
    set(pyhost_pybind11_FOUND FALSE)
    if(TARGET pyhost::pybind11)
        set(pyhost_pybind11_FOUND TRUE)
    elseif(pyhost_FIND_REQUIRED_pybind11)
        set(pyhost_FOUND FALSE)
        set(pyhost_NOT_FOUND_MESSAGE "pyhost: the component pybind11 needs pybind11 3.1 or later, which was not found; install it \
(python -m pip install pybind11), and name it with -Dpybind11_DIR=$(python -m pybind11 --cmakedir)")
    endif()
endif()
