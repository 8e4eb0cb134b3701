"""Notes in a database, by aiosqlite: what the server awaits."""

import asyncio

import aiosqlite

database = None


async def open_database(path):
    global database
    database = await aiosqlite.connect(path)
    await database.execute("create table if not exists notes (id integer primary key, text text)")


async def close_database():
    await database.close()


async def add(text):
    if not text:
        raise ValueError("a note needs a text")
    cursor = await database.execute("insert into notes (text) values (?)", (text,))
    await database.commit()
    return cursor.lastrowid


async def find(number):
    async with database.execute("select text from notes where id = ?", (number,)) as rows:
        row = await rows.fetchone()
    return row[0] if row else None


async def watch(after):
    """Waits for a note that is newer than that one."""
    try:
        while True:
            async with database.execute("select text from notes where id > ? order by id", (after,)) as rows:
                row = await rows.fetchone()
            if row:
                return row[0]
            await asyncio.sleep(0.05)
    finally:
        print("watch ends", flush=True)
