// SPDX-License-Identifier: MIT
// Forks beside threads that print and log: the child has what is its own.
#include <atomic>
#include <cstddef>
#include <lifecycle/log_book.hpp>
#include <vector>

LIFECYCLE_CASE(a_child_forked_while_others_print_has_its_own_lines_alone)
{
    py::interpreter python;
    log_book book;
    for (const std::size_t queue : {0U, 1000U}) {
        py::output_sink sink{std::ref(book), {.queue = queue}};
        run("import threading\n"
            "go = True\n"
            "def work():\n"
            "    while go: print('parent')\n"
            "threads = [threading.Thread(target=work) for _ in range(3)]\n"
            "for t in threads: t.start()\n"
            "print('begun', end='')\n");
        for (int i = 0; i < 10; ++i)
            fork_and_wait(py::fork, [&] {
                log_book mine;
                {
                    const py::output_sink inner{std::ref(mine), {.queue = queue}};
                    run("print('child')");
                }
                check(mine.all() == texts{"child"});
                const std::size_t before = book.all().size();
                run("print('child in the old sink')");
                sink.flush();
                check(book.all().size() == before + 1);
                check(book.all().back() == "child in the old sink");
            });
        run("go = False\n"
            "for t in threads: t.join()\n");
    }
    for (const std::string& line : book.all()) check(line == "parent" || line == "begun");
}

LIFECYCLE_CASE(a_child_forked_beside_threads_that_log_logs_by_itself)
{
    py::interpreter python;
    log_book book;
    const py::log_sink sink{std::ref(book)};
    std::atomic<bool> may_end{false};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            while (!may_end) {
                py::log(py::log_level::warning, "cpp", "parent");
                std::this_thread::sleep_for(100us);
            }
        });
    for (int i = 0; i < 10; ++i)
        fork_and_wait(py::fork, [&] {
            const std::size_t before = book.all().size();
            warn("child");
            py::log_flush();
            check(book.all().size() == before + 1);
            check(book.all().back() == "child");
        });
    may_end = true;
    threads.clear();
    py::log_flush();
}
