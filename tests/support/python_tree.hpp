// SPDX-License-Identifier: MIT
// Fabricated installations and virtual environments, with the files that the search looks at and no others.
#pragma once

#include <support/scratch.hpp>

#include <pyhost/detail/installation.hpp>

#include <string>
#include <string_view>

namespace support {

/// None of the variables that the search reads.
struct clean_variables {
    variable home{"PYTHONHOME", ""}, venv{"VIRTUAL_ENV", ""}, conda{"CONDA_PREFIX", ""};
};

/// A directory with fabricated Pythons, and none of the machine's.
class python_tree : public scratch {
public:
    /// What a standard library must hold; suffix "c" for bytecode alone.
    void stdlib(const std::string& name, const std::string& suffix = "") const
    {
        write(name + "/os.py" + suffix);
        for (const std::string_view file : pyhost::detail::vital_files) write((name + "/").append(file).append(suffix));
    }

    /// An installation of this version, or of the one that `built_as` names, built for a prefix.
    std::string home(const std::string& name, const std::string& built_as = pyhost::detail::wanted_version(),
                     const std::string& prefix = "/usr/local") const
    {
        const std::string tag = pyhost::detail::version_tag();
        stdlib(name + "/lib/python" + tag);
        write(name + "/lib/python" + tag + "/_sysconfigdata__linux_.py",
              "build_time_vars = {'ABIFLAGS': '',\n 'VERSION': '" + built_as + "',\n 'prefix': '" + prefix + "'}\n");
        program(name + "/bin/python" + tag);
        return *this / name;
    }

    std::string venv(const std::string& name, const std::string& base, const std::string& made_with) const
    {
        write(name + "/pyvenv.cfg", "home = " + base + "/bin\ninclude-system-site-packages = false\nversion = " + made_with + "\n");
        program(name + "/bin/python");
        return *this / name;
    }

private:
    clean_variables clean_;
};

}  // namespace support
