# SPDX-License-Identifier: MIT
"""The server for browsers of this machine, and what it refuses. PYHOST_WEB_HOST names the program web_host."""

import contextlib
import json
import os
import random
import socket
import stat
import struct
import subprocess
import tempfile
import time
import unittest

from web_host import PATIENCE, Refused, WebHost, key_of, pages, request_text, wait_until


class ServerTest(unittest.TestCase):
    """One host for all cases of a class."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = pages()
        cls.host = WebHost(cls.folder.__enter__(), *cls.options)

    @classmethod
    def tearDownClass(cls):
        code = cls.host.end()
        cls.folder.__exit__(None, None, None)
        assert code == 0, code

    def alive(self):
        """That the app answers, whatever came before."""
        connected = self.host.socket()
        self.assertEqual(connected.call("echo", value=7)["result"], 7)
        connected.close()


class Loading(ServerTest):
    def test_a_url_may_be_opened_once(self):
        url = self.host.ask("url")
        path = url[url.index("/", 7):]
        self.assertEqual(len(key_of(url)), 64)
        status, headers, body = self.host.request(path)
        self.assertEqual(status, 200)
        self.assertRegex(body, b'name="ticket" content="[0-9a-f]{64}"')
        self.assertEqual(self.host.request("/.pyhost/enter.js")[0], 200)
        name, *attributes = headers["set-cookie"].split("; ")
        self.assertRegex(name, "^pyhost-%d=[0-9a-f]{64}$" % self.host.port)
        self.assertEqual(attributes, ["Path=/", "HttpOnly", "SameSite=Strict"])
        self.assertEqual(self.host.request(path)[0], 403)
        self.assertEqual(self.host.logged("403: this address was opened before"), True)

    def test_a_wrong_key_opens_nothing(self):
        key = key_of(self.host.ask("url"))
        for wrong in ("0" * 64, key[:-1], key + "0", "", key[:-1] + ("0" if key[-1] != "0" else "1")):
            status, headers, _ = self.host.request("/.pyhost/open/" + wrong)
            self.assertEqual((status, headers.get("set-cookie")), (403, None))
        self.assertEqual(self.host.request("/.pyhost/open/" + key)[0], 200)

    def test_files_are_for_those_with_the_cookie(self):
        cookie = self.host.cookie()
        status, headers, body = self.host.request("/", Cookie=cookie)
        self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
        self.assertIn(b"<title>pyhost</title>", body)
        self.assertEqual(self.host.request("/page.js?v=1", Cookie="other=1; " + cookie)[1]["content-type"], "text/javascript; charset=utf-8")
        for wrong in (None, "", "pyhost-%d=" % self.host.port, cookie[:-1], cookie + "0", "x" + cookie, cookie.replace("=", "-")):
            self.assertEqual(self.host.request("/", Cookie=wrong)[0], 403)

    def test_what_is_not_in_the_folder_is_not_served(self):
        cookie = self.host.cookie()
        for path in ("/none", "/.hidden", "/%2ehidden", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "//etc/passwd",
                     "/.pyhost/", "/.pyhost/bridge"):
            status, _, body = self.host.request(path, Cookie=cookie)
            self.assertEqual((path, status), (path, 404))
            self.assertNotIn(b"secret", body)
        self.assertEqual(self.host.logged("404: /%2ehidden: there is no such file"), True)

    def test_answers_say_what_a_page_may_do(self):
        _, headers, _ = self.host.request("/", Cookie=self.host.cookie())
        self.assertIn("default-src 'self'", headers["content-security-policy"])
        self.assertIn("frame-ancestors 'none'", headers["content-security-policy"])
        self.assertIn("connect-src 'self' ws://127.0.0.1:%d" % self.host.port, headers["content-security-policy"])
        expected = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer", "cache-control": "no-store",
                    "cross-origin-resource-policy": "same-origin", "cross-origin-opener-policy": "same-origin"}
        self.assertEqual({name: headers.get(name) for name in expected}, expected)

    def test_only_reading_is_answered(self):
        cookie = self.host.cookie()
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            self.assertEqual(self.host.request("/", method, Cookie=cookie)[0], 405)
        key = self.host.ask("url")
        self.assertEqual(self.host.request(key[key.index("/", 7):], "HEAD")[0], 403)
        self.assertEqual(self.host.request(key[key.index("/", 7):])[0], 200)
        status, headers, body = self.host.request("/", "HEAD", Cookie=cookie)
        self.assertEqual(status, 200)
        self.assertGreater(int(headers["content-length"]), 100)

    def test_another_name_of_the_machine_is_refused(self):
        cookie = self.host.cookie()
        for name in ("localhost:%d" % self.host.port, "evil.example:%d" % self.host.port, "127.0.0.1", "127.0.0.1:1", "[::1]:%d" % self.host.port, None):
            self.assertEqual(self.host.request("/", Host=name, Cookie=cookie)[0], 421)
            with self.assertRaisesRegex(Refused, "421"):
                self.host.socket(cookie, Host=name)
        self.assertEqual(self.host.logged("421: /.pyhost/bridge: this is 127.0.0.1:%d and nothing else" % self.host.port), True)

    def test_a_page_of_another_port_is_not_served(self):
        cookie = self.host.cookie()
        for site, status in (("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)):
            self.assertEqual(self.host.request("/", Cookie=cookie, Sec_Fetch_Site=site)[0], status)

    def test_a_port_that_is_taken_is_told(self):
        done = subprocess.run([self.host.process.args[0], self.host.process.args[1], "port=%d" % self.host.port], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("the port %d of 127.0.0.1 cannot be listened on; name another one" % self.host.port, done.stdout)

    def test_it_listens_on_the_loopback_address_alone(self):
        with open("/proc/net/tcp") as table:
            listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
        self.assertIn("0100007F:%04X" % self.host.port, listening)
        self.assertNotIn("00000000:%04X" % self.host.port, listening)


class Connecting(ServerTest):
    def test_a_page_calls_and_listens(self):
        connected = self.host.socket()
        self.assertEqual(connected.call("echo", value=[1, "é"])["result"], [1, "é"])
        connected.send('{"id": 50, "listen": "said"}')
        connected.answer(50)
        connected.send('{"id": 51, "command": "say", "args": {"what": "hello"}}')
        self.assertEqual(json.loads(connected.receive()), {"event": "said", "data": "hello"})
        self.assertTrue(wait_until(lambda: int(self.host.ask("pages")) >= 1))
        connected.close()

    def test_bytes_are_binary_messages(self):
        connected = self.host.socket()
        text, data = b'{"id":1,"command":"twice","args":{"data":{"$bytes":0}}}', bytes(range(256)) * 4000
        connected.send(b"\0" + struct.pack("<I", len(text)) + text + struct.pack("<I", len(data)) + data)
        answer = connected.receive()
        size, = struct.unpack("<I", answer[1:5])
        self.assertEqual(json.loads(answer[5:5 + size]), {"id": 1, "result": {"bytes": {"$bytes": 0}, "size": len(data)}})
        self.assertEqual(answer[5 + size + 4:], data + data)
        connected.send(b"\0" + struct.pack("<I", 1000) + b"{}")
        self.assertEqual(json.loads(connected.receive())["error"]["code"], "invalid_message")
        connected.close()

    def test_a_foreign_page_with_the_cookie_is_refused(self):
        cookie = self.host.cookie()
        for origin in ("http://evil.example", "null", None, self.host.origin + ".evil.example", "http://localhost:%d" % self.host.port, "http://127.0.0.1:1",
                       self.host.origin.replace("http", "https")):
            with self.assertRaisesRegex(Refused, "403"):
                self.host.socket(cookie, Origin=origin)
        self.assertEqual(self.host.logged("403: /.pyhost/bridge: pages of 'http://evil.example' may not connect"), True)
        with self.assertRaisesRegex(Refused, "403"):
            self.host.socket(cookie, Origin="http://a\u009b31m")
        self.assertEqual(self.host.logged("pages of 'http://a 31m'"), True)

    def test_a_page_without_the_cookie_is_refused(self):
        for cookie in ("pyhost-%d=%s" % (self.host.port, "0" * 64), "none=1"):
            with self.assertRaisesRegex(Refused, "403"):
                self.host.socket(cookie)
        self.assertEqual(self.host.logged("403: /.pyhost/bridge: no cookie of this server came with it"), True)

    def test_the_cookie_alone_opens_no_socket(self):
        """Browsers send it to all ports of this address."""
        cookie, other = self.host.cookie(), self.host.cookie()
        for words in (None, "", "pyhost", "pyhost, none", self.host.tickets[cookie][:-1], "0" * 64):
            with self.assertRaisesRegex(Refused, "403"):
                self.host.socket(cookie, Sec_WebSocket_Protocol=words)
        self.assertEqual(self.host.logged("no ticket of this server came with it"), True)
        with self.assertRaisesRegex(Refused, "403"):
            self.host.socket("none=1", Sec_WebSocket_Protocol="pyhost, " + self.host.tickets[other])

    def test_pages_leave_no_service_worker(self):
        self.assertEqual(self.host.request("/pyhost.js", Cookie=self.host.cookie(), Service_Worker="script")[0], 403)

    def test_the_cookie_of_one_window_is_not_that_of_another(self):
        side = self.host.side_url
        port = int(side.split(":")[2].split("/")[0])
        other = self.host.cookie().replace(str(self.host.port), str(port))
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
            connection.sendall(request_text("GET", "/", {"Host": "127.0.0.1:%d" % port, "Cookie": other}))
            self.assertIn(b" 403 ", connection.recv(100))

    def test_what_may_not_be_called_is_refused_and_logged(self):
        connected = self.host.socket()
        self.assertEqual(connected.call("shutdown")["error"]["code"], "permission_denied")
        self.assertEqual(self.host.logged("shutdown: permission_denied"), True)
        connected.close()

    def test_a_long_message_is_refused_and_the_next_one_is_read(self):
        connected = self.host.socket()
        connected.send('{"id": 1, "command": "echo", "args": {"value": "%s"}}' % ("x" * 21_000_000))
        error = json.loads(connected.receive())["error"]
        self.assertEqual(error["code"], "message_too_large")
        self.assertIn("20000000 bytes, got 210000", error["message"])
        self.assertEqual(connected.call("echo", value=1)["result"], 1)
        connected.close()

    def test_a_deep_message_is_refused(self):
        connected = self.host.socket()
        connected.send('{"id": 1, "command": "echo", "args": {"value": %s}}' % ("[" * 100_000 + "]" * 100_000))
        self.assertIn(json.loads(connected.receive())["error"]["code"], ("invalid_message", "invalid_arguments"))
        self.assertEqual(connected.call("echo", value=1)["result"], 1)
        connected.close()

    def test_a_message_in_pieces_is_one(self):
        connected = self.host.socket()
        connected.send('{"id": 1, "command": "echo",', 1, last=False)
        connected.send(b' "args": {"value": 3}}', 0)
        self.assertEqual(json.loads(connected.receive()), {"id": 1, "result": 3})
        connected.close()

    def test_what_is_no_websocket_is_disconnected(self):
        for frame in (b"\x81\x05hello", b"\x83\x80\0\0\0\0", b"\xf1\x80\0\0\0\0", b"\x80\x80\0\0\0\0", b"\x81\x82\0\0\0\0\xff\xfe"):
            connected = self.host.socket()
            connected.connection.sendall(frame)
            self.assertIsNone(connected.receive())
            connected.close()
        self.alive()

    def test_ten_thousand_junk_messages_change_nothing(self):
        made = random.Random(7)
        connected = self.host.socket()
        connected.connection.settimeout(PATIENCE)
        for _ in range(100):
            for _ in range(100):
                size = made.randrange(200)
                if made.random() < 0.5:
                    connected.send(bytes(made.randrange(256) for _ in range(size)))
                else:
                    connected.send("".join(made.choice('{}[]",:0123456789idcommandargsé\\ ') for _ in range(size)))
            connected.send('{"id": 1, "command": "echo", "args": {"value": "still here"}}')
            self.assertEqual(connected.answer(1)["result"], "still here")
        connected.close()
        self.alive()

    def test_a_page_that_is_gone_has_its_calls_cancelled(self):
        connected = self.host.socket()
        before = connected.call("ended")["result"]
        connected.send('{"id": 90, "command": "sleep", "args": {}}')
        self.assertIn("progress", json.loads(connected.receive()))
        connected.close()
        other = self.host.socket()
        self.assertTrue(wait_until(lambda: other.call("ended")["result"] == before + 1))
        other.close()

    def test_the_server_answers_while_python_is_busy(self):
        cookie = self.host.cookie()
        connected = self.host.socket(cookie)
        self.host.ask("hold", "held")
        self.assertEqual(self.host.request("/", Cookie=cookie)[0], 200)
        other = self.host.socket(cookie)
        self.assertEqual(connected.call("shutdown")["error"]["code"], "permission_denied")
        self.assertTrue(self.host.lines.empty(), "the GIL was let go before it was answered")
        self.host.next("let")
        connected.close()
        other.close()


class Limits(ServerTest):
    options = ("patience=300", "connections=8", "most_unsent=1000000")

    def test_a_request_that_never_ends_is_given_up(self):
        for begun in (b"G", b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % self.host.port, b""):
            with socket.create_connection(("127.0.0.1", self.host.port), PATIENCE) as connection:
                connection.sendall(begun)
                self.assertEqual(connection.recv(100), b"")
        self.assertEqual(self.host.logged("a request that is none: "), True)
        self.alive()

    def test_what_is_no_request_is_refused(self):
        for junk in (b"\0" * 100, b"hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
                     b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 10_000 + b"\r\n", random.Random(3).randbytes(5000)):
            with socket.create_connection(("127.0.0.1", self.host.port), PATIENCE) as connection:
                try:
                    connection.sendall(junk)
                    self.assertNotIn(b" 200 ", connection.recv(100))
                except ConnectionError:
                    pass
        self.alive()

    def test_there_are_so_many_connections_and_no_more(self):
        cookie = self.host.cookie()
        several = [self.host.socket(cookie) for _ in range(8)]
        with socket.create_connection(("127.0.0.1", self.host.port), PATIENCE) as connection:
            self.assertEqual(connection.recv(100), b"")
        self.assertEqual(self.host.logged("no connection: there are 8, the most that may be"), True)
        for one in several:
            one.close()
        self.assertTrue(wait_until(lambda: int(self.host.ask("pages")) == 0))
        silent = [socket.create_connection(("127.0.0.1", self.host.port), PATIENCE) for _ in range(20)]
        self.host.socket(cookie).close()  # those that have shown nothing make room
        for one in silent:
            one.close()
        self.assertTrue(wait_until(lambda: int(self.host.ask("pages")) == 0))
        self.alive()

    def test_a_page_that_does_not_read_is_disconnected(self):
        connected = self.host.socket()
        connected.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            for _ in range(100):
                connected.send('{"id": 1, "command": "echo", "args": {"value": "%s"}}' % ("x" * 900_000))
                time.sleep(0.02)
        except ConnectionError:
            pass
        self.assertEqual(self.host.logged("it does not take what is sent"), True)
        connected.close()
        self.alive()

    def test_an_old_url_is_none(self):
        with pages() as folder, WebHost(folder, "url_lifetime=0") as host:
            time.sleep(0.01)
            self.assertEqual(host.request(host.url[host.url.index("/", 7):])[0], 403)


class TheEnd(unittest.TestCase):
    def test_pages_are_told_that_the_server_ends(self):
        with pages() as folder, WebHost(folder) as host:
            connected = host.socket()
            connected.send('{"id": 90, "command": "sleep", "args": {}}')
            self.assertIn("progress", json.loads(connected.receive()))
            silent = host.socket()
            with socket.create_connection(("127.0.0.1", host.port), PATIENCE) as idle:
                self.assertEqual(host.end(), 0)
                with contextlib.suppress(ConnectionResetError):  # it may not be accepted yet
                    self.assertEqual(idle.recv(100), b"")
            while connected.receive() is not None:
                pass
            self.assertEqual(connected.closed_with, 1001)
            silent.close()
            connected.close()

    def test_pages_are_told_that_the_app_ends(self):
        with pages() as folder, WebHost(folder) as host:
            connected = host.socket()
            connected.send('{"id": 90, "command": "sleep", "args": {}}')
            self.assertIn("progress", json.loads(connected.receive()))
            host.ask("close", "closed")
            self.assertEqual(connected.answer(90)["error"]["code"], "closed")
            connected.send('{"id": 91, "command": "made"}')
            self.assertIsNone(connected.receive())
            self.assertEqual(connected.closed_with, 1001)
            connected.close()
            late = host.socket()
            self.assertIsNone(late.receive())
            self.assertEqual(late.closed_with, 1001)
            late.close()

    def test_a_server_that_is_closed_with_the_gil_waits_for_no_log(self):
        with pages() as folder, WebHost(folder, "python_log=1") as host:
            with socket.create_connection(("127.0.0.1", host.port), PATIENCE) as one:
                host.ask("end", "ending")
                one.sendall(b"no request\r\n\r\n")
                host.next("ended")

    def test_pages_that_break_off_do_not_hold_up_the_end(self):
        """The rest of a frame comes while the server says good-bye, and is no UTF-8: then Beast's close waits for its read, which waits for
        the close."""
        with pages() as folder, WebHost(folder) as host:
            one = host.socket(host.cookie())
            one.connection.sendall(b"\x81\x82\0\0\0\0a")
            time.sleep(0.05)  # until it is being read
            host.process.stdin.close()
            self.assertEqual(one.connection.recv(4), b"\x88\x02\x03\xe9")
            one.connection.sendall(b"\xff")
            self.assertEqual(host.end(), 0)
            one.close()

    def test_the_browser_is_opened_by_a_file_that_others_cannot_read(self):
        with pages() as folder, tempfile.TemporaryDirectory() as programs:
            script = os.path.join(programs, "xdg-open")
            seen = os.path.join(programs, "seen")
            with open(script, "w") as to:
                to.write('#!/bin/sh\necho "$@" >"%s.new"\ncat "$1" >>"%s.new"\nstat -c %%a "$1" >>"%s.new"\nmv "%s.new" "%s"\n' % ((seen,) * 5))
            os.chmod(script, stat.S_IRWXU)
            with WebHost(folder, environment={"PATH": programs + ":" + os.environ["PATH"], "TMPDIR": programs}) as host:
                host.process.stdin.write("open\n")
                host.process.stdin.flush()
                self.assertTrue(wait_until(lambda: os.path.exists(seen)))
                with open(seen) as text:
                    command, page, mode = text.read().splitlines()
                self.assertTrue(command.endswith(".html") and "open/" not in command, command)
                self.assertEqual(mode, "600")
                url = page[page.index("url=") + 4:page.rindex('"')]
                self.assertEqual(host.request(url[url.index("/", 7):])[0], 200)
            self.assertEqual(sorted(os.listdir(programs)), ["seen", "xdg-open"])


if __name__ == "__main__":
    unittest.main()
