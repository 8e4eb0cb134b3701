# SPDX-License-Identifier: MIT
# What the tests and examples of this tree need beside the library: the compiler cache and the private environment.

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
    message(FATAL_ERROR "pyhost: g++ ${CMAKE_CXX_COMPILER_VERSION} is too old (${CMAKE_CXX_COMPILER}); use g++ 12 or later")
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 16)
    message(FATAL_ERROR "pyhost: clang ${CMAKE_CXX_COMPILER_VERSION} is too old (${CMAKE_CXX_COMPILER}); use clang 16 or "
                        "later, for example with -DCMAKE_CXX_COMPILER=clang++-19")
endif()

# Paths relative to the tree make objects equal in every clone, so that ccache hits from another folder.
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
    add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
endif()
# GCC's thread sanitizer does not know fences, and refuses those of Boost.Asio.
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=thread")
    add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
find_program(PYHOST_CCACHE ccache DOC "The compiler cache, used when found")
mark_as_advanced(PYHOST_CCACHE)
set(pyhost_cache_settings CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true)
if(PYHOST_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env ${pyhost_cache_settings} ${PYHOST_CCACHE})
endif()

# The virtual environment with numpy, scikit-learn and pybind11, as `./dev` makes it for this Python;
# what needs it is skipped, by name, when it does not exist. -DPYHOST_TEST_VENV=DIR names another one.
if(NOT PYHOST_TEST_VENV)
    set(PYHOST_TEST_VENV ${PROJECT_SOURCE_DIR}/build/venv-${pyhost_python_tag})
endif()
set(pyhost_test_environment "")
set(pyhost_example_environment "")
if(EXISTS ${PYHOST_TEST_VENV}/pyvenv.cfg)
    set(pyhost_test_environment "PYHOST_TEST_VENV=${PYHOST_TEST_VENV}")
    set(pyhost_example_environment "VIRTUAL_ENV=${PYHOST_TEST_VENV}")
    file(GLOB pybind11_hint ${PYHOST_TEST_VENV}/lib/python*/site-packages/pybind11)  # a wheel, for pyhost_pybind11.cmake
else()
    message(STATUS "pyhost: no ${PYHOST_TEST_VENV}; what needs numpy, scikit-learn or pybind11 is skipped")
endif()

# A program that runs the tests' programs, with its options, as the preset valgrind has it; it gets ten times the time, for which alone
# the preset tsan-3.13t has one.
set(PYHOST_TEST_LAUNCHER "" CACHE STRING "Command that runs the programs of unit tests and lifecycle cases")
mark_as_advanced(PYHOST_TEST_LAUNCHER)
set(pyhost_test_seconds 120)
if(PYHOST_TEST_LAUNCHER)
    set(pyhost_test_seconds 1200)
    list(JOIN PYHOST_TEST_LAUNCHER " " launcher)
    list(APPEND pyhost_test_environment "PYHOST_TEST_LAUNCHER=${launcher}")
endif()

# For people and for the table of `./dev long`.
set(versions "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}, CPython ${Python_VERSION}")
message(STATUS "pyhost: ${versions}")
file(WRITE ${PROJECT_BINARY_DIR}/versions.txt "${versions}\n")
