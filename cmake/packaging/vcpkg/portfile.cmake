# SPDX-License-Identifier: MIT
# The port as this repository has it: an overlay port, which installs the repository around it.
cmake_path(SET SOURCE_PATH NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/../../..)

# Copied as `cmake --install` does, for which CMake would look for a Python; which one to embed is for the consumer to say.
file(INSTALL ${SOURCE_PATH}/include/pyhost DESTINATION ${CURRENT_PACKAGES_DIR}/include FILES_MATCHING PATTERN "*.[ch]pp")
file(GLOB package_files ${SOURCE_PATH}/cmake/pyhost*.cmake)
set(package_dir ${CURRENT_PACKAGES_DIR}/share/${PORT})
file(INSTALL ${package_files} ${SOURCE_PATH}/python/pyhost/probe_python.py ${CMAKE_CURRENT_LIST_DIR}/usage DESTINATION ${package_dir})
file(WRITE ${package_dir}/pyhost_installed.cmake "set(pyhost_include ../../include)\n")

vcpkg_install_copyright(FILE_LIST ${SOURCE_PATH}/LICENSE)
