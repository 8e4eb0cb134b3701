# SPDX-License-Identifier: MIT
"""The recipe for Conan 2, as this repository has it: it packages the repository around it."""

import os
import re

from conan import ConanFile
from conan.tools.files import copy, load


class Pyhost(ConanFile):
    name = "pyhost"
    description = "Embeds CPython in C++ programs"
    license = "MIT"
    package_type = "header-library"  # it has no settings: there is one package for all
    no_copy_source = True

    @property
    def repository(self):
        return os.path.normpath(os.path.join(self.recipe_folder, "..", "..", ".."))

    def set_version(self):
        header = load(self, os.path.join(self.repository, "include", "pyhost", "version.hpp"))
        self.version = ".".join(re.findall(r"int version_(?:major|minor|patch) = (\d+);", header))

    def export_sources(self):
        for pattern in ("include/*.[ch]pp", "cmake/pyhost*.cmake", "python/pyhost/probe_python.py", "LICENSE"):
            copy(self, pattern, self.repository, self.export_sources_folder)

    def package(self):
        copy(self, "include/*", self.source_folder, self.package_folder)
        copy(self, "cmake/*", self.source_folder, self.package_folder)
        copy(self, "probe_python.py", os.path.join(self.source_folder, "python", "pyhost"), os.path.join(self.package_folder, "cmake"))
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        self.cpp_info.bindirs = self.cpp_info.libdirs = []
        # pyhost's own file is what find_package(pyhost) reads: it looks for the Python to embed, in the consumer's build.
        self.cpp_info.builddirs = ["cmake"]
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.set_property("cmake_file_name", "pyhost")
        self.cpp_info.set_property("cmake_target_name", "pyhost::pyhost")
