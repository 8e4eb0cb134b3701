# SPDX-License-Identifier: MIT
# A group of tasks that failed.
# From 3.11: TaskGroup.
import asyncio


async def fail(n):
    await asyncio.sleep(0)
    raise ValueError(n)


async def main():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fail(1))
        tasks.create_task(fail(2))


asyncio.run(main())
