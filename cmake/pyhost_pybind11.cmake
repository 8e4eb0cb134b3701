# SPDX-License-Identifier: MIT
# Makes the target pyhost::pybind11, pyhost with pybind11 beside it; else pyhost_pybind11_problem says what to do.
set(pyhost_pybind11_problem "")
set(PYBIND11_FINDPYTHON ON)
find_package(pybind11 3.1 QUIET CONFIG HINTS ${pybind11_hint})
if(NOT TARGET pybind11::headers)
    set(pyhost_pybind11_problem "there is no target pyhost::pybind11, since pybind11 3.1 or later was not found; to have it, \
install pybind11 (python -m pip install pybind11) and name it with -Dpybind11_DIR=$(python -m pybind11 --cmakedir)")
elseif(NOT TARGET pyhost::pybind11)
    add_library(pyhost::pybind11 INTERFACE IMPORTED GLOBAL)
    target_link_libraries(pyhost::pybind11 INTERFACE pyhost::pyhost pybind11::headers)
endif()
