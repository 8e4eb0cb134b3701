# SPDX-License-Identifier: MIT
# Installs headers and the package files; nothing in them names a path of this machine.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/pyhost)

install(TARGETS pyhost_headers EXPORT pyhostTargets
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILE_SET interop DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${PROJECT_SOURCE_DIR}/include/pyhost/compiled.cpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pyhost)
install(EXPORT pyhostTargets NAMESPACE pyhost:: DESTINATION ${package_dir})

write_basic_package_version_file(${PROJECT_BINARY_DIR}/pyhostConfigVersion.cmake
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(
    FILES ${PROJECT_BINARY_DIR}/pyhostConfigVersion.cmake
          ${PROJECT_SOURCE_DIR}/cmake/pyhostConfig.cmake
          ${PROJECT_SOURCE_DIR}/cmake/pyhost_compiled.cmake
          ${PROJECT_SOURCE_DIR}/cmake/pyhost_python.cmake
          ${PROJECT_SOURCE_DIR}/cmake/pyhost_pybind11.cmake
          ${PROJECT_SOURCE_DIR}/python/pyhost/probe_python.py
    DESTINATION ${package_dir})
