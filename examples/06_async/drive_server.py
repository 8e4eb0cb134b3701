# SPDX-License-Identifier: MIT
"""Drives the server by a real client, and checks what both say.

Usage: drive_server.py SERVER own_thread|one_thread, by the Python of the environment that has httpx and aiosqlite.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading

try:
    import aiosqlite  # noqa: F401, which the server needs
    import httpx
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)


def check(holds, what):
    if not holds:
        raise SystemExit(f"drive_server: {what}")


async def drive(address, heard):
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        added = await asyncio.gather(*(client.post("/notes", content=f"note {i}") for i in range(20)))
        check([r.status_code for r in added] == [201] * 20, f"post gave {[r.status_code for r in added]}")
        numbers = sorted(int(r.text) for r in added)
        check(numbers == list(range(1, 21)), f"the notes are {numbers}")
        found = await asyncio.gather(*(client.get(f"/notes/{n}") for n in numbers))
        check(sorted(r.text for r in found) == sorted(f"note {i}" for i in range(20)), "the notes found are not those added")
        missing = await client.get("/notes/1000")
        check((missing.status_code, missing.text) == (404, "no such note"), f"a missing note gave {missing}")
        empty = await client.post("/notes", content="")
        check((empty.status_code, empty.text) == (400, "a note needs a text"), f"an empty note gave {empty}")

        # One that waits is answered when there is something; one that goes away ends its coroutine.
        waiting = asyncio.create_task(client.get("/watch/20"))
        leaving = asyncio.create_task(client.get("/watch/1000"))
        await asyncio.sleep(0.3)
        check(heard.count("watch ends") == 0, "a watch has ended by itself")
        leaving.cancel()
        await asyncio.wait([leaving])
        for _ in range(500):
            if "watch ends" in heard:
                break
            await asyncio.sleep(0.01)
        check(heard.count("watch ends") == 1, "the coroutine of a client that went away goes on")
        await client.post("/notes", content="news")
        check((await waiting).text == "news", "the client that waited was told nothing")


def main():
    server, mode = sys.argv[1:]
    environment = {**os.environ, "VIRTUAL_ENV": sys.prefix}  # which has aiosqlite
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([server, os.path.join(folder, "notes.db"), mode], stdout=subprocess.PIPE, text=True, env=environment)
        try:
            port = re.fullmatch(r"port (\d+)\n", process.stdout.readline())
            check(port, "the server does not say its port")
            heard = []
            reader = threading.Thread(target=lambda: [heard.append(line.strip()) for line in iter(process.stdout.readline, "")])
            reader.start()
            asyncio.run(drive(f"http://127.0.0.1:{port[1]}", heard))
            process.send_signal(signal.SIGTERM)
            status = process.wait(20)
            reader.join()
            check(status == 0, f"the server ended with status {status}")
            check(heard == ["watch ends", "watch ends", "end"], f"the server said {heard}")
        finally:
            process.kill()
            process.wait()


main()
