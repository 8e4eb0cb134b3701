# SPDX-License-Identifier: MIT
"""The Python side of the page: what an asyncio library looks like to its caller."""

import asyncio
import contextlib


async def fetch(url):
    await asyncio.sleep(0.01)
    if not url.startswith("https://"):
        raise ValueError("not a secure address: " + url)
    return "page of " + url


async def watch(name):
    try:
        await asyncio.sleep(3600)
    finally:
        print("watch of", name, "ends", flush=True)


async def rows(count):
    for number in range(count):
        await asyncio.sleep(0)
        yield number, "row %d" % number


async def use_host():
    import host

    both = await asyncio.gather(host.resolve("a"), host.resolve("b"))
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(host.resolve("slow"), 0.05)
    async for number in host.countdown(3):
        both.append(str(number))
    return both


def search():
    while True:
        pass
