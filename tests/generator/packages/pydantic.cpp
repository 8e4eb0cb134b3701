// SPDX-License-Identifier: MIT
// Values that pydantic validates.
#include "pydantic.hpp"

#include "start.hpp"

int main()
{
    const auto python = start();
    const pydantic::TypeAdapter adapter{
        pyhost::from_object, [] {  // its constructor looks at the frame of Python that calls it, so one has to
            const pyhost::gil_guard gil;
            return pyhost::ref<pyhost::object>{
                pyhost::eval("(lambda: __import__('pydantic').TypeAdapter(__import__('typing').List[int]))()")};
        }()};
    check(value<std::vector<int>>(adapter.validate_json("[1, \"2\"]")) == std::vector<int>{1, 2});
    check(value<std::vector<int>>(adapter.validate_python(std::vector<std::string>{"3"})) == std::vector<int>{3});
    bool is_refused = false;
    try {
        static_cast<void>(adapter.validate_python("x", {.strict = true}));
    } catch (const pyhost::error&) {
        is_refused = true;
    }
    check(is_refused);

    check(models::User{{.id = 3, .eMail = "a@b"}}.mail() == "a@b");
    const models::Admin admin{{.id = 1, .level = 2}};
    check(admin.name() == "nobody" && admin.level() == 2);
    try {
        is_refused = false;
        static_cast<void>(models::Admin{{.id = 1, .level = 0}});
    } catch (const pyhost::error& e) {
        is_refused = e.is("pydantic_core.ValidationError");
    }
    check(is_refused);
}
