# SPDX-License-Identifier: MIT
# Makes the target pyhost::python: the CPython to embed. On failure pyhost_python_problem says what is wrong and what to do.
#
# Runs in the build of whoever uses pyhost, installed or not, so the interpreter is always the consumer's own.
# Chosen with the hints of CMake's FindPython: Python_EXECUTABLE, Python_ROOT_DIR, Python_USE_STATIC_LIBS; what projects with FindPython3
# or an older pybind11 say is taken too.
cmake_policy(VERSION 3.25)  # a consumer may ask for less

set(pyhost_python_problem "")

# Where the script is from here: installed, in the repository, in the package that pip installs.
foreach(folder IN ITEMS . ../python/pyhost ..)
    cmake_path(SET pyhost_probe NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/${folder}/probe_python.py)
    if(EXISTS ${pyhost_probe})
        break()
    endif()
endforeach()

# Asks an interpreter whether it can be embedded. Sets `problem`, or `executable` (its real path, not a shim's), `tag`
# (3.11, 3.13t, 3.11d), `archive` (its static library) and `archive_libraries` (what that needs).
function(pyhost_probe_python candidate)
    set(static "")
    if(Python_USE_STATIC_LIBS)
        set(static static)
    endif()
    execute_process(
        COMMAND ${candidate} ${pyhost_probe} ${static}
        RESULT_VARIABLE status OUTPUT_VARIABLE answer ERROR_QUIET)
    set(problem "")
    set(executable "")
    string(REPLACE "\n" ";" answer "${answer}")
    list(POP_FRONT answer first tag archive archive_libraries)
    if(status EQUAL 0 AND tag MATCHES "^3\\.[0-9]+[dt]*$")
        file(TO_CMAKE_PATH "${first}" executable)
        separate_arguments(archive_libraries UNIX_COMMAND "${archive_libraries}")
    elseif(status EQUAL 1 AND first)
        set(problem "${first} (${candidate})")
    elseif(status MATCHES "^[0-9]+$")
        set(problem "${candidate} is not a Python")
    else()
        set(problem "${candidate} does not run")
    endif()
    return(PROPAGATE problem executable tag archive archive_libraries)
endfunction()

# When a build folder gets another Python_EXECUTABLE, FindPython keeps what it had found of the one before: of the same minor
# version it then takes the old headers and library, of another one it finds nothing.
function(pyhost_forget_another_python)
    if(NOT Python_EXECUTABLE OR NOT DEFINED CACHE{_Python_EXECUTABLE} OR Python_EXECUTABLE STREQUAL "$CACHE{_Python_EXECUTABLE}")
        return()
    endif()
    get_cmake_property(names CACHE_VARIABLES)
    list(FILTER names INCLUDE REGEX "^_Python_")
    foreach(name IN LISTS names)
        unset(${name} CACHE)
    endforeach()
endfunction()

foreach(hint IN ITEMS Python3_EXECUTABLE PYTHON_EXECUTABLE)
    if(NOT Python_EXECUTABLE AND NOT Python_ROOT_DIR AND ${hint})
        set(Python_EXECUTABLE "${${hint}}")
    endif()
endforeach()

# Without a hint: the python3 of PATH, then the system's, whichever can be embedded.
if(NOT Python_EXECUTABLE AND NOT Python_ROOT_DIR)
    find_program(pyhost_path_python NAMES python3 python NO_CACHE)
    foreach(candidate IN ITEMS "${pyhost_path_python}" /usr/bin/python3)
        if(EXISTS "${candidate}")
            pyhost_probe_python("${candidate}")
            if(executable)
                set(Python_EXECUTABLE "${executable}")
                set(pyhost_python_problem "")
                break()
            elseif(NOT pyhost_python_problem)
                set(pyhost_python_problem "${problem}")
            endif()
        endif()
    endforeach()
elseif(Python_EXECUTABLE)
    pyhost_probe_python("${Python_EXECUTABLE}")
    set(pyhost_python_problem "${problem}")
endif()

if(NOT pyhost_python_problem)
    if(Python_USE_STATIC_LIBS)
        set(Python_LIBRARY "${archive}")
    endif()
    pyhost_forget_another_python()
    find_package(Python 3.9 QUIET COMPONENTS Interpreter Development.Embed)
    if(NOT Python_FOUND)
        set(pyhost_python_problem "no CPython 3.9 or later with headers and a library was found")
    endif()
endif()

if(pyhost_python_problem)
    set(pyhost_python_problem "pyhost: ${pyhost_python_problem}; install a CPython 3.9 or later with its headers and shared \
library (Debian: python3-dev), or name one with -DPython_EXECUTABLE=/path/to/python3")
elseif(NOT TARGET pyhost::python)
    pyhost_probe_python("${Python_EXECUTABLE}")
    add_library(pyhost::python INTERFACE IMPORTED)
    if(Python_USE_STATIC_LIBS)
        # Extension modules look their symbols up in the program, so all of the interpreter must be in it, and visible.
        target_link_libraries(pyhost::python INTERFACE $<LINK_LIBRARY:WHOLE_ARCHIVE,Python::Python> ${archive_libraries})
        target_link_options(pyhost::python INTERFACE $<$<PLATFORM_ID:Linux,FreeBSD>:LINKER:--export-dynamic>)
    else()
        target_link_libraries(pyhost::python INTERFACE Python::Python)
    endif()
    # Debian's debug headers are links into the release ones: g++ follows links of system headers, and would then read the
    # release pyconfig.h, with another layout of every object.
    target_compile_options(pyhost::python INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-canonical-system-headers>)
    target_compile_definitions(pyhost::python INTERFACE PYHOST_DETAIL_BUILT_WITH_EXECUTABLE="${executable}")
    set(pyhost_python_tag ${tag})
    if(NOT pyhost_FIND_QUIETLY)
        message(STATUS "pyhost: CPython ${Python_VERSION}, ${executable}")
    endif()
endif()
