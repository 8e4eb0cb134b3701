// SPDX-License-Identifier: MIT
// The interpreter of these tests finds the modules that the headers beside it are made of.
#include <pyhost/pyhost.hpp>

#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>

namespace {

class modules : public Catch::EventListenerBase {
public:
    using EventListenerBase::EventListenerBase;

    void testRunStarting(const Catch::TestRunInfo&) override
    {
        const pyhost::gil_guard gil;
        const pyhost::object sys = pyhost::import_module("sys");
        sys.attr("dont_write_bytecode") = true;
        sys.attr("path").attr("insert")(0, GOLDEN_FOLDER);
    }
};

CATCH_REGISTER_LISTENER(modules)

}  // namespace
