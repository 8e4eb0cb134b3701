# SPDX-License-Identifier: MIT
# pyhost_catch2_program(NAME PREFIX FILE...): a Catch2 program of `*.test.cpp` files, and one ctest test for each file.
#
# File gil.test.cpp becomes the test PREFIX.gil: Catch2 tags each case with the name of its file.
function(pyhost_catch2_program name prefix)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE unit_main)
    foreach(file IN LISTS ARGN)
        cmake_path(GET file STEM LAST_ONLY stem)
        string(REGEX REPLACE "\\.test$" "" test "${stem}")
        add_test(NAME ${prefix}.${test} COMMAND ${PYHOST_TEST_LAUNCHER} $<TARGET_FILE:${name}> --filenames-as-tags "[#${stem}]")
        set_tests_properties(${prefix}.${test} PROPERTIES TIMEOUT ${pyhost_test_seconds} LABELS unit SKIP_RETURN_CODE 4
                             ENVIRONMENT "${pyhost_test_environment}")
    endforeach()
endfunction()
