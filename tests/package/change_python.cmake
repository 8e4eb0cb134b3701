# SPDX-License-Identifier: MIT
# A build folder that gets another Python_EXECUTABLE finds what a new folder finds with it, at once.
#
# cmake -D PYTHON=EXECUTABLE -D PREFIX=DIR -D COMPILER=EXECUTABLE -D GENERATOR=NAME -D DEV=FILE -D BUILD=DIR -P change_python.cmake
cmake_minimum_required(VERSION 3.25)

# configure(FOLDER EXECUTABLE): sets `found`, the line that the project prints.
function(configure folder executable)
    execute_process(
        COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/change_python -B ${folder} -G ${GENERATOR}
                -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${PREFIX} -DPython_EXECUTABLE=${executable}
        OUTPUT_VARIABLE output ERROR_VARIABLE output)
    string(REGEX MATCH "found: [^\n]*" found "${output}")
    if(NOT found)
        message(FATAL_ERROR "${executable} in ${folder}:\n${output}")
    endif()
    return(PROPAGATE found)
endfunction()

# Pythons beside the one of this build: the system's may be of the same minor version, the others are not.
execute_process(COMMAND ${DEV} versions OUTPUT_VARIABLE others)
string(REGEX REPLACE "[0-9.td]+ ([^ \n]*)( [^\n]*)?\n" "\\1;" others "${others}")
execute_process(COMMAND /usr/bin/python3 ${CMAKE_CURRENT_LIST_DIR}/../../python/pyhost/probe_python.py RESULT_VARIABLE status OUTPUT_QUIET)
if(status EQUAL 0)
    list(PREPEND others /usr/bin/python3)
endif()
list(REMOVE_ITEM others "${PYTHON}" "")
list(SUBLIST others 0 2 others)
if(NOT others)
    message("skipped: there is no Python beside ${PYTHON}")
endif()

file(REMOVE_RECURSE ${BUILD})
foreach(other IN LISTS others)
    configure(${BUILD}/changed ${PYTHON})
    configure(${BUILD}/changed ${other})
    set(after_change "${found}")
    file(REMOVE_RECURSE ${BUILD}/new)
    configure(${BUILD}/new ${other})
    if(NOT after_change STREQUAL found)
        message(FATAL_ERROR "after ${PYTHON} the folder has\n${after_change}, and a new one\n${found}")
    endif()
    message("from ${PYTHON}, ${found}")
endforeach()
