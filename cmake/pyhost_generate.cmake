# SPDX-License-Identifier: MIT
# pyhost_generate(TARGET MODULES MODULE... [PYTHONPATH DIR...] [STUBS DIR...] [STRICT])
#
# Gives the target typed C++ headers for modules of Python, read and not imported by the CPython that the build has found: for `analysis` and
# `shapes.plane` those are "analysis.hpp" and "shapes/plane.hpp". PYTHONPATH says where modules are, before that CPython's own path; STUBS
# where stubs are that win over them; relative folders are those of the current source folder. With STRICT a signature that became an object is an
# error of the build. They are made again when one of the files that were read has changed, or the generator, and compiled again when
# their text has.
cmake_policy(VERSION 3.25)  # a consumer may ask for less

# Where the generator is from here: installed, in the repository, in the package that pip installs.
foreach(folder IN ITEMS python ../python ../..)
    cmake_path(SET pyhost_generator NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/${folder})
    if(EXISTS ${pyhost_generator}/pyhost/generate/command.py)
        break()
    endif()
endforeach()
set_property(GLOBAL PROPERTY pyhost_generator ${pyhost_generator})

function(pyhost_generate target)
    cmake_parse_arguments(PARSE_ARGV 1 arg STRICT "" "MODULES;PYTHONPATH;STUBS")
    if(NOT TARGET ${target})
        message(FATAL_ERROR "pyhost_generate: there is no target '${target}'; add it first, with add_executable() or add_library()")
    elseif(NOT arg_MODULES OR arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "pyhost_generate: expected ${target} MODULES MODULE... [PYTHONPATH DIR...] [STUBS DIR...] [STRICT], "
                            "got '${ARGN}'")
    endif()
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/pyhost_generated/${target})
    set(options "")
    foreach(kind IN ITEMS PYTHONPATH STUBS)
        string(REPLACE "PYTHONPATH" "--path" option ${kind})
        string(REPLACE "STUBS" "--stubs" option ${option})
        foreach(path IN LISTS arg_${kind})
            cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
            list(APPEND options ${option} ${path})
        endforeach()
    endforeach()
    if(arg_STRICT)
        list(APPEND options --strict)
    endif()
    list(TRANSFORM arg_MODULES REPLACE "\\." "/" OUTPUT_VARIABLE headers)
    list(TRANSFORM headers PREPEND ${folder}/)
    list(TRANSFORM headers APPEND .hpp)

    # The stamp is newer than all that was read; a header is as old as its text.
    get_property(generator GLOBAL PROPERTY pyhost_generator)
    list(JOIN arg_MODULES ", " modules)
    add_custom_command(
        OUTPUT ${folder}.stamp BYPRODUCTS ${headers} DEPFILE ${folder}.d
        COMMAND ${CMAKE_COMMAND} -E env PYTHONPATH=${generator} PYTHONDONTWRITEBYTECODE=1 ${Python_EXECUTABLE} -m pyhost generate ${arg_MODULES}
                ${options} --replace --out ${folder} --depfile ${folder}.d --depfile-target ${folder}.stamp
        COMMAND ${CMAKE_COMMAND} -E touch ${folder}.stamp
        COMMENT "Generating C++ headers for ${modules}" VERBATIM)
    add_custom_target(${target}_bindings DEPENDS ${folder}.stamp)
    add_dependencies(${target} ${target}_bindings)
    target_include_directories(${target} PRIVATE ${folder})
endfunction()
