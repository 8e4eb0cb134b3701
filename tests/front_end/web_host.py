# SPDX-License-Identifier: MIT
"""Starts web_host and talks to it as browsers do, and as they do not."""

import base64
import contextlib
import hashlib
import json
import os
import pathlib
import queue
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).parent
FRONT_END = HERE.parents[1] / "python/pyhost/front_end"
PROGRAM = os.environ.get("PYHOST_WEB_HOST", "")
PATIENCE = 30  # seconds that a test waits


@contextlib.contextmanager
def pages():
    """A folder with the pages of the tests and pyhost.js; beside it is what nobody may have."""
    with tempfile.TemporaryDirectory() as folder:
        inside = pathlib.Path(folder, "pages")
        shutil.copytree(HERE / "pages", inside)
        for module in FRONT_END.glob("*.js"):
            shutil.copy(module, inside)
        (inside / ".hidden").write_text("secret")
        pathlib.Path(folder, "secret.txt").write_text("secret")
        (inside / "link.txt").symlink_to("../secret.txt")
        yield inside


class WebHost:
    """The program, and what it prints."""

    def __init__(self, folder, *options, environment=None):
        self.process = subprocess.Popen([PROGRAM, str(folder), *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **(environment or {})})
        self.lines = queue.Queue()
        self.log = []
        self.tickets = {}  # by the cookies that came with them
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self.next("url")
        self.side_url = self.next("side")
        self.origin = self.url[:self.url.index("/", 7)]
        self.port = int(self.origin.rsplit(":", 1)[1])

    def _read(self):
        for line in self.process.stdout:
            kind, _, rest = line.rstrip("\n").partition(" ")
            self.log.append(rest) if kind == "log" else self.lines.put((kind, rest))

    def next(self, kind):
        got, rest = self.lines.get(timeout=PATIENCE)
        assert got == kind, (got, rest)
        return rest

    def ask(self, line, answer=None):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.next(answer or line)

    def logged(self, text):
        """Waits until a line of the log has the text in it."""
        return wait_until(lambda: any(text in line for line in self.log)) or "not in %r" % self.log

    def end(self):
        """Ends it; its exit code. One that does not end is killed."""
        self.process.stdin.close()
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.process.stdout.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.end()

    def request(self, path, method="GET", **headers):
        """(status, headers, body); a header that is None is left out."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            connection.sendall(request_text(method, path, {"Host": "127.0.0.1:%d" % self.port, "Connection": "close", **headers}))
            return read_answer(connection.makefile("rb"))

    def cookie(self, url=None):
        """What a browser has when it has opened the URL."""
        url = url or self.ask("url")
        status, headers, page = self.request(url[url.index("/", 7):])
        assert status == 200, status
        cookie = headers["set-cookie"].partition(";")[0]
        self.tickets[cookie] = re.search(b'name="ticket" content="([0-9a-f]{64})"', page).group(1).decode()
        return cookie

    def socket(self, cookie=None, **headers):
        cookie = cookie or self.cookie()
        words = "pyhost, " + self.tickets.get(cookie, "none")
        return WebSocket(self, {"Cookie": cookie, "Origin": self.origin, "Sec_WebSocket_Protocol": words, **headers})


def request_text(method, path, headers):
    lines = ["%s %s HTTP/1.1" % (method, path)] + ["%s: %s" % (name.replace("_", "-"), value) for name, value in headers.items() if value is not None]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_answer(stream):
    status = int(stream.readline().split()[1])
    headers = {}
    for line in iter(stream.readline, b"\r\n"):
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    return status, headers, stream.read(int(headers.get("content-length", 0)))


def wait_until(condition):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.01)
    return False


class Refused(Exception):
    """The status of a WebSocket that was not opened."""


class WebSocket:
    """RFC 6455, as far as these tests need it, and where they need it broken. `send` makes any frame."""

    def __init__(self, host, headers):
        self.connection = socket.create_connection(("127.0.0.1", host.port), PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall(request_text("GET", "/.pyhost/bridge", {
            "Host": "127.0.0.1:%d" % host.port, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key, **headers}))
        self.stream = self.connection.makefile("rb")
        status, answer, _ = read_answer(self.stream)
        if status != 101:
            self.close()
            raise Refused(status)
        expected = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        assert answer["sec-websocket-accept"] == base64.b64encode(expected).decode()
        assert answer["sec-websocket-protocol"] == "pyhost"
        self.last = 0

    def send(self, data, opcode=None, last=True):
        payload = data.encode() if isinstance(data, str) else data
        opcode = opcode if opcode is not None else 1 if isinstance(data, str) else 2
        size = len(payload)
        head = struct.pack("!BB", (128 if last else 0) | opcode, 128 | (size if size < 126 else 126 if size < 65536 else 127))
        head += b"" if size < 126 else struct.pack("!H" if size < 65536 else "!Q", size)
        self.connection.sendall(head + bytes(4) + payload)  # a mask of zeros changes nothing

    def receive(self):
        """The next message: a str or bytes; None when the other side has closed."""
        whole = b""
        kind = None
        while True:
            head = self.stream.read(2)
            if len(head) < 2:
                return None
            size = head[1] & 127
            if size > 125:
                size = struct.unpack("!H" if size == 126 else "!Q", self.stream.read(2 if size == 126 else 8))[0]
            payload = self.stream.read(size)
            opcode = head[0] & 15
            if opcode == 8:
                self.closed_with = struct.unpack("!H", payload[:2])[0] if payload else None
                return None
            if opcode == 9:
                self.send(payload, 10)
            elif opcode != 10:
                kind = opcode or kind
                whole += payload
                if head[0] & 128:
                    return whole.decode() if kind == 1 else whole

    def call(self, command, more="", **arguments):
        """The members of the answer."""
        self.last += 1
        self.send('{"id": %d, "command": %s, "args": %s%s}' % (self.last, json.dumps(command), json.dumps(arguments), more))
        return self.answer(self.last)

    def answer(self, number):
        while True:
            text = self.receive()
            assert text is not None, "the server has closed"
            found = json.loads(text)
            if found.get("id") == number and ("result" in found or "error" in found):
                return found

    def close(self):
        self.stream.close()
        self.connection.close()


def key_of(url):
    return re.fullmatch(r"http://127\.0\.0\.1:\d+/\.pyhost/open/([0-9a-f]{64})", url).group(1)
