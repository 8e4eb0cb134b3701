// SPDX-License-Identifier: MIT
// What plugin.cpp exports, as a C interface, and the class that opens it by dlopen.
#pragma once

#include <dlfcn.h>
#include <stdexcept>
#include <string>
#include <utility>

namespace support {

/// A plugin, opened for the scope of the object.
class plugin {
public:
    plugin(const std::string& path, int visibility) : path_{path}, library_{dlopen(path.c_str(), RTLD_NOW | visibility)}
    {
        if (library_ == nullptr) throw std::runtime_error(dlerror());
    }
    ~plugin() { close(); }
    plugin(const plugin&) = delete;
    plugin& operator=(const plugin&) = delete;

    /// Calls an exported function by name: open.call<double(double)>("square_root", 2.0).
    template <class Signature, class... Args>
    auto call(const char* name, Args... args) const
    {
        void* found = dlsym(library_, name);
        if (found == nullptr) throw std::runtime_error(dlerror());
        return reinterpret_cast<Signature*>(found)(std::forward<Args>(args)...);
    }

    void close()
    {
        if (void* closed = std::exchange(library_, nullptr)) dlclose(closed);
    }

    /// Whether its memory is still mapped.
    bool is_loaded() const
    {
        void* again = dlopen(path_.c_str(), RTLD_NOW | RTLD_NOLOAD);
        if (again != nullptr) dlclose(again);
        return again != nullptr;
    }

private:
    std::string path_;
    void* library_;
};

}  // namespace support
