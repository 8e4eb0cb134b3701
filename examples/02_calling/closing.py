# SPDX-License-Identifier: MIT
"""A script of its own: what the shop does in the evening."""
import shop

takings = shop.total(120.5, 80.25, 33.0)

if __name__ == "__main__":
    closed = True
