# SPDX-License-Identifier: MIT
# pyhostConfigVersion.cmake answers each find_package(pyhost VERSION) as the file does that CMake writes.
#
# cmake -D BUILD=DIR -P version_file.cmake
cmake_minimum_required(VERSION 3.25)
include(CMakePackageConfigHelpers)

# Two packages that are nothing but their version, 0.4.2.
set(package_files ${CMAKE_CURRENT_LIST_DIR}/../../cmake)
file(REMOVE_RECURSE ${BUILD})
file(COPY ${package_files}/pyhostConfigVersion.cmake ${package_files}/pyhost_headers.cmake DESTINATION ${BUILD}/ours)
file(WRITE ${BUILD}/include/pyhost/version.hpp "int version_major = 0;\nint version_minor = 4;\nint version_patch = 2;\n")
write_basic_package_version_file(${BUILD}/theirs/pyhostConfigVersion.cmake
    VERSION 0.4.2 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
file(WRITE ${BUILD}/ours/pyhostConfig.cmake "")
file(WRITE ${BUILD}/theirs/pyhostConfig.cmake "")

# answer(WHOSE REQUEST...): sets `answer`, whether that package serves and which version it says.
function(answer whose)
    find_package(pyhost ${ARGN} QUIET CONFIG PATHS ${BUILD}/${whose} NO_DEFAULT_PATH)
    set(answer "${pyhost_FOUND} ${pyhost_CONSIDERED_VERSIONS}" PARENT_SCOPE)
    unset(pyhost_DIR CACHE)
endfunction()

set(requests 0 0.3 0.4 0.4.1 0.4.2 0.4.2.0 0.4.2.1 0.4.3 0.5 00.4 0.04 1 1.4 "0.4 EXACT" "0.4.1 EXACT" "0.4.2 EXACT")
foreach(from IN ITEMS 0 0.3 0.4 0.4.2 0.4.3 0.5)
    foreach(to IN ITEMS 0.4 0.4.2 0.4.3 0.4.9 0.5 0.5.0 0.5.1 0.6 1 1.0)
        if(from VERSION_LESS to)
            list(APPEND requests ${from}...${to} ${from}...<${to})
        endif()
    endforeach()
endforeach()

set(answers "")
foreach(request IN LISTS requests)
    separate_arguments(words UNIX_COMMAND "${request}")
    answer(theirs ${words})
    set(expected ${answer})
    answer(ours ${words})
    if(NOT answer STREQUAL expected)
        message(SEND_ERROR "find_package(pyhost ${request}): '${answer}', with CMake's file '${expected}'")
    endif()
    list(APPEND answers ${answer})
endforeach()
list(REMOVE_DUPLICATES answers)
list(SORT answers)
if(NOT answers STREQUAL "0 0.4.2;1 0.4.2")
    message(SEND_ERROR "the requests had the answers '${answers}', where some are to be served and some not")
endif()
