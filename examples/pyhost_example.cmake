# SPDX-License-Identifier: MIT
# pyhost_example(NAME SOURCES FILE... [PYTHON FILE...] [PAGE FILE] [NEEDS MODULE...] [CLEAN_ENVIRONMENT])
#
# Builds the program NAME, puts the Python files beside it, and adds the test example.NAME: the program's output is what the
# page (README.md of the folder) prints, and the page's code is in the files, generated headers among them. Without the MODULEs the test is skipped. With
# CLEAN_ENVIRONMENT the program sees no VIRTUAL_ENV, CONDA_PREFIX or PYTHON* variable.
function(pyhost_example name)
    cmake_parse_arguments(PARSE_ARGV 1 arg CLEAN_ENVIRONMENT PAGE "SOURCES;PYTHON;NEEDS")
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE pyhost::pyhost)
    foreach(file IN LISTS arg_PYTHON)
        configure_file(${file} ${file} COPYONLY)
    endforeach()

    set(clean "")
    if(arg_CLEAN_ENVIRONMENT)
        set(clean --clean-environment)
    endif()
    if(NOT arg_PAGE)
        set(arg_PAGE README.md)
    endif()
    add_test(NAME example.${name}
        COMMAND ${Python_EXECUTABLE} ${PROJECT_SOURCE_DIR}/examples/check_example.py --page ${arg_PAGE}
                --files ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/pyhost_generated/${name} --needs "${arg_NEEDS}" ${clean} $<TARGET_FILE:${name}>
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(example.${name} PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77 LABELS example
                         ENVIRONMENT "${pyhost_example_environment}")
endfunction()
