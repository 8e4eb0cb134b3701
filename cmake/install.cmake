# SPDX-License-Identifier: MIT
# Installs headers and the package files; nothing in them names a path of this machine, unless a destination is absolute.
include(GNUInstallDirs)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/pyhost)  # there is nothing in it for one architecture alone
set(include_dir ${CMAKE_INSTALL_INCLUDEDIR})

# The one thing that the package files cannot know by themselves: the way from them to the headers.
if(NOT IS_ABSOLUTE ${include_dir})
    cmake_path(ABSOLUTE_PATH package_dir BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX} OUTPUT_VARIABLE from)
    cmake_path(ABSOLUTE_PATH include_dir BASE_DIRECTORY ${CMAKE_INSTALL_PREFIX})
    cmake_path(RELATIVE_PATH include_dir BASE_DIRECTORY ${from})
endif()
file(WRITE ${PROJECT_BINARY_DIR}/pyhost_installed.cmake "set(pyhost_include \"${include_dir}\")\n")

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/pyhost DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.[ch]pp")
file(GLOB package_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/pyhost*.cmake)
install(FILES ${package_files} ${PROJECT_BINARY_DIR}/pyhost_installed.cmake ${PROJECT_SOURCE_DIR}/python/pyhost/probe_python.py
    DESTINATION ${package_dir})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/python/pyhost DESTINATION ${package_dir}/python FILES_MATCHING PATTERN "*.py" PATTERN "*.js" PATTERN "*.ts" PATTERN "package.json")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples/template/ DESTINATION ${package_dir}/python/pyhost/template PATTERN "__pycache__" EXCLUDE)
