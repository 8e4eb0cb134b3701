# SPDX-License-Identifier: MIT
"""The till of a shop."""


def total(*prices, discount=0.0, tax=0.0):
    """The sum of the prices, less the discount, plus the tax."""
    return round(sum(prices) * (1 - discount) * (1 + tax), 2)


class Cart:
    def __init__(self, owner):
        self.owner = owner
        self.lines = {}

    def add(self, product, price, count=1):
        """Adds a line and returns how many there are."""
        if price < 0:
            raise ValueError(f"the price of {product} is negative")
        self.lines[product] = price * count
        return len(self.lines)

    def total(self):
        return total(*self.lines.values())


def pick(prices, wanted):
    """The prices that `wanted` accepts."""
    return [price for price in prices if wanted(price)]


def scaled_by(factor):
    """A function that multiplies by `factor`."""
    return lambda price: price * factor


def receipt(cart):
    """The receipt, a line at a time."""
    for product, amount in cart.lines.items():
        yield f"{product} {amount:.2f}"
