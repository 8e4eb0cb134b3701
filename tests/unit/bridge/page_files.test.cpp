// SPDX-License-Identifier: MIT
#include <pyhost/bridge/detail/page_files.hpp>

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace detail = pyhost::detail;
namespace fs = std::filesystem;

namespace {

/// A folder of pages with a secret beside it.
class page_folder {
public:
    page_folder()
    {
        fs::remove_all(root_);
        fs::create_directories(root_ / "pages/img");
        fs::create_directories(root_ / "pages/.git");
        fs::create_directories(root_ / "pages-2");
        write("pages/index.html", "<p>home");
        write("pages/img/index.html", "<p>pictures");
        write("pages/img/B.SVG", "<svg/>");
        write("pages/img/a b.svg", "<svg/>");
        write("pages/.git/config", "secret");
        write("secret.txt", "secret");
        write("pages-2/secret.txt", "secret");
        fs::create_symlink("../secret.txt", root_ / "pages/link.txt");
        fs::create_symlink("../pages-2/secret.txt", root_ / "pages/neighbour.txt");
        fs::create_symlink(".git/config", root_ / "pages/shown.txt");
        REQUIRE(::mkfifo((root_ / "pages/pipe").c_str(), 0600) == 0);
        fs::create_symlink("index.html", root_ / "pages/home.html");
        fs::create_symlink("index.html", root_ / "pages/.home.html");
    }
    ~page_folder() { fs::remove_all(root_); }
    page_folder(const page_folder&) = delete;
    page_folder& operator=(const page_folder&) = delete;

    [[nodiscard]] std::string at(std::string_view path) const
    {
        const auto found = files().find(path);
        return found ? std::string{found->type} + " " + found->bytes : "none";
    }

private:
    void write(const char* name, const char* text) const { std::ofstream{root_ / name} << text; }
    [[nodiscard]] detail::page_files files() const { return detail::page_files{root_ / "pages"}; }

    const fs::path root_ = fs::temp_directory_path() / ("pyhost_page_files_" + std::to_string(::getpid()));
};

}  // namespace

TEST_CASE("the files of a folder have their types")
{
    const page_folder pages;
    CHECK(pages.at("/") == "text/html; charset=utf-8 <p>home");
    CHECK(pages.at("/index.html") == "text/html; charset=utf-8 <p>home");
    CHECK(pages.at("/home.html") == "text/html; charset=utf-8 <p>home");
    CHECK(pages.at("/img/") == "text/html; charset=utf-8 <p>pictures");
    CHECK(pages.at("/img/B.SVG") == "image/svg+xml <svg/>");
    CHECK(pages.at("/img/a%20b.svg") == "image/svg+xml <svg/>");
}

TEST_CASE("what is not in the folder, or hidden in it, is not found")
{
    const page_folder pages;
    for (const char* path : {"",
                             "index.html",
                             "/none.txt",
                             "/img",
                             "/shown.txt",
                             "/pipe",
                             "/../secret.txt",
                             "/%2e%2e/secret.txt",
                             "/img/../../secret.txt",
                             "/..%2fsecret.txt",
                             "/.git/config",
                             "/%2Egit/config",
                             "/.home.html",
                             "/img/../index.html",
                             "/link.txt",
                             "/neighbour.txt",
                             "/img/..\\..\\secret.txt",
                             "/index.html%00.png",
                             "/%zz",
                             "/%2",
                             "/%",
                             "//etc/passwd",
                             "/%2fetc/passwd"})
        CHECK((std::string{path} + ": " + pages.at(path)) == std::string{path} + ": none");
}

TEST_CASE("the files of a front end need a folder")
{
    CHECK_THROWS_AS(detail::page_files{"/there/is/none"}, fs::filesystem_error);
    CHECK_THROWS_AS(detail::page_files{"/dev/null"}, fs::filesystem_error);
}
