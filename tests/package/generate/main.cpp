// SPDX-License-Identifier: MIT
#include <pyhost/pyhost.hpp>

#include <iostream>
#include <shop/prices.hpp>
#include <shop/stock.hpp>

int main()
{
    const pyhost::interpreter python{pyhost::config{}.module_path(MODULES)};
    shop::stock::Item item{.name = "cup", .count = 3};
    std::cout << "total " << shop::prices::total(item, 2) << '\n';
}
