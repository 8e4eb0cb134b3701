# SPDX-License-Identifier: MIT
"""A page in Chromium, without a screen. PYHOST_WEB_HOST names the program web_host, PYHOST_CHROMIUM the browser.

`python test_browser.py --measure` prints what messages cost.
"""

import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

from playwright.sync_api import expect, sync_playwright

from web_host import FRONT_END, PATIENCE, WebHost, pages, wait_until


class Browser:
    """A host, and a browser that loads its pages as it does for users: from a file that leads to them."""

    def __init__(self):
        self.folder = pages()
        self.host = WebHost(self.folder.__enter__())
        self.playwright = sync_playwright().start()
        self.chromium = self.playwright.chromium.launch(executable_path=os.environ["PYHOST_CHROMIUM"], args=["--no-sandbox"])
        self.context = self.new_context()

    def new_context(self):
        context = self.chromium.new_context()
        context.set_default_timeout(PATIENCE * 1000)
        return context

    def open(self, url=None, context=None):
        """A page that is ready."""
        page = (context or self.context).new_page()
        with tempfile.TemporaryDirectory() as folder:
            leading = pathlib.Path(folder, "leading.html")
            leading.write_text('<!doctype html><meta http-equiv="refresh" content="0;url=%s">' % (url or self.host.ask("url")))
            page.goto(leading.as_uri())
            expect(page.locator("#state")).to_have_text("ready", timeout=PATIENCE * 1000)
        return page

    def close(self):
        self.chromium.close()
        self.playwright.stop()
        code = self.host.end()
        self.folder.__exit__(None, None, None)
        return code


class InChromium(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        code = cls.browser.close()
        assert code == 0, code

    def setUp(self):
        self.page = self.browser.open()
        self.addCleanup(self.page.close)

    def until(self, script, expected):
        self.assertTrue(wait_until(lambda: self.page.evaluate(script) == expected), script)

    def test_the_url_with_the_key_is_gone_and_no_script_sees_the_cookie(self):
        self.assertEqual(self.page.url, self.browser.host.origin + "/")
        self.assertEqual(self.page.evaluate("document.cookie"), "")

    def test_training_shows_its_progress(self):
        before = self.page.evaluate("host.invoke('reports')")
        self.page.evaluate("""() => {
            globalThis.seen = [];
            const done = document.getElementById('done');
            const timer = setInterval(() => { if (seen.at(-1) !== done.value) seen.push(done.value); if (done.value === 1) clearInterval(timer); }, 1);
        }""")
        self.page.click("#train")
        expect(self.page.locator("#state")).to_have_text("trained 20")
        expect(self.page.locator("#cancel")).to_be_disabled()
        seen = self.page.evaluate("seen")
        self.assertGreater(len(seen), 5)
        self.assertEqual(seen, sorted(seen))
        self.assertEqual(self.page.evaluate("host.invoke('reports')"), before + [20])

    def test_the_cancel_button_stops_python(self):
        before = self.page.evaluate("host.invoke('ended')")
        reports = self.page.evaluate("host.invoke('reports')")
        self.page.fill("#epochs", "100000")
        self.page.click("#train")
        self.until("document.getElementById('done').value > 0", True)
        self.page.click("#cancel")
        expect(self.page.locator("#state")).to_have_text("AbortError")
        self.until("host.invoke('ended')", before + 1)
        self.assertEqual(self.page.evaluate("host.invoke('reports')"), reports)

    def test_an_error_of_python_is_shown_with_its_kind(self):
        self.page.fill("#epochs", "-1")
        self.page.click("#train")
        expect(self.page.locator("#state")).to_have_text("CommandError")
        expect(self.page.locator("#error")).to_have_text("failed ValueError: there are no -1 epochs")
        why = self.page.evaluate("""host.invoke('fail').catch((why) => [why instanceof Error, why.code, why.kind, why.data.model, why.cause.kind])""")
        self.assertEqual(why, [True, "no_model", "host.NoModel", 3, "KeyError"])

    def test_a_thousand_calls_have_a_thousand_answers(self):
        self.assertEqual(self.page.evaluate("Promise.all(Array.from({ length: 1000 }, (_, value) => host.invoke('echo', { value })))"), list(range(1000)))

    def test_a_slow_reader_of_a_stream_is_waited_for(self):
        read, made = self.page.evaluate("""async () => {
            let read = 0;
            for await (const item of host.stream('count', { n: 1e6 }, { credit: 4 })) {
                await new Promise((done) => setTimeout(done, 10));
                if (++read === 30) return [read, await host.invoke('made')];
            }
        }""")
        self.assertEqual(read, 30)
        self.assertLessEqual(made, 35)

    def test_eight_megabytes_go_both_ways(self):
        self.assertEqual(self.page.evaluate("""async () => {
            const data = Uint8Array.from({ length: 8e6 }, (_, i) => i * 7);
            const { bytes, size } = await host.invoke('twice', { data });
            return [size, bytes.length, bytes.every((one, i) => one === data[i % data.length])];
        }"""), [8000000, 16000000, True])

    def test_a_reload_cancels_what_the_page_has_begun(self):
        before = self.page.evaluate("host.invoke('ended')")
        self.page.evaluate("new Promise((begun) => { host.invoke('sleep', {}, { onprogress: begun }); })")
        self.page.reload()
        expect(self.page.locator("#state")).to_have_text("ready")
        self.until("host.invoke('ended')", before + 1)

    def test_two_windows_have_permissions_of_their_own_and_both_hear_events(self):
        side = self.browser.open(self.browser.host.ask("side"))
        self.assertEqual(side.evaluate("host.invoke('echo', { value: 5 })"), 5)
        self.assertEqual(side.evaluate("host.invoke('made').catch((why) => why.code)"), "permission_denied")
        self.page.evaluate("host.invoke('say', { what: 'to all' })")
        for page in (self.page, side):
            expect(page.locator("#heard")).to_have_text("to all")
        side.close()
        self.assertEqual(self.page.evaluate("host.invoke('echo', { value: 6 })"), 6)

    def test_another_tab_of_the_browser_needs_no_other_url(self):
        other = self.browser.context.new_page()
        other.goto(self.browser.host.origin)
        expect(other.locator("#state")).to_have_text("ready")
        other.close()
        stranger = self.browser.new_context().new_page()
        self.assertEqual(stranger.goto(self.browser.host.origin).status, 403)
        stranger.context.close()

    def test_scripts_in_the_page_do_not_run(self):
        self.page.evaluate("""() => {
            const script = document.createElement('script');
            script.textContent = 'globalThis.injected = true';
            document.body.append(script);
            document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="globalThis.injected = true">');
        }""")
        self.assertIsNone(self.page.evaluate("new Promise((done) => setTimeout(() => done(globalThis.injected ?? null), 100))"))
        self.assertEqual(self.page.evaluate("fetch('http://127.0.0.1:1/').catch((why) => why.name)"), "TypeError")

    def test_a_page_of_another_port_gets_nothing(self):
        """It is of the same site, so the cookie goes with what it asks for."""
        origin = self.browser.host.origin
        with tempfile.TemporaryDirectory() as folder, http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            pathlib.Path(folder, "foreign.html").write_text("<!doctype html><title>foreign</title>")
            page = self.browser.context.new_page()
            page.goto("http://127.0.0.1:%d/foreign.html" % server.server_port)
            opened = page.evaluate("""(host) => new Promise((done) => {
                const socket = new WebSocket(`ws://${host}/.pyhost/bridge`);
                socket.onopen = () => done('opened');
                socket.onerror = () => done('refused');
            })""", origin[len("http://"):])
            fetched = page.evaluate("(origin) => fetch(origin + '/page.js', { credentials: 'include' }).catch(() => 'refused')", origin)
            framed = page.evaluate("""(origin) => new Promise((done) => {
                const frame = document.createElement('iframe');
                frame.src = origin;
                frame.onload = () => { try { done(frame.contentDocument?.title ?? 'unreadable'); } catch { done('unreadable'); } };
                document.body.append(frame);
            })""", origin)
            loaded = page.evaluate("""(origin) => new Promise((done) => {
                const script = document.createElement('script');
                script.type = 'module';
                script.src = origin + '/pyhost.js';
                script.onload = () => done('loaded');
                script.onerror = () => done('refused');
                document.body.append(script);
            })""", origin)
            self.assertEqual([opened, fetched, framed, loaded], ["refused", "refused", "unreadable", "refused"])
            self.assertEqual(self.browser.host.logged("pages of 'http://127.0.0.1:%d' may not connect" % server.server_port), True)
            page.close()
            server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing."""


class TheEnd(unittest.TestCase):
    def test_a_page_is_told_that_its_host_has_ended(self):
        browser = Browser()
        page = browser.open()
        page.evaluate("() => { globalThis.late = new Promise((begun) => { globalThis.call = host.invoke('sleep', {}, { onprogress: begun }).catch((why) => why.code); }); return late; }")
        self.assertEqual(browser.host.end(), 0)
        expect(page.locator("#state")).to_have_text("closed")
        self.assertIn(page.evaluate("call"), ("closed", "cancelled"))
        self.assertEqual(page.evaluate("host.invoke('echo', { value: 1 }).catch((why) => why.message)"), "the host is gone")
        browser.chromium.close()
        browser.playwright.stop()
        browser.folder.__exit__(None, None, None)


class TheExample(unittest.TestCase):
    """The page of examples/09_bridge, where there are none of its commands."""

    def test_it_says_in_words_what_has_failed(self):
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            for file in (*FRONT_END.glob("*.js"), *(FRONT_END.parents[2] / "examples/09_bridge/pages").iterdir()):
                shutil.copy(file, folder)
            chromium = playwright.chromium.launch(executable_path=os.environ["PYHOST_CHROMIUM"], args=["--no-sandbox"])
            page = chromium.new_page()
            refused = []
            page.on("console", lambda message: refused.append(message.text))
            page.on("response", lambda response: response.ok or refused.append(response.url))
            with WebHost(folder) as host:
                page.goto(host.url)
                self.assertEqual(page.locator("html").get_attribute("lang"), "en")
                expect(page.locator("#failure")).to_have_text(re.compile("^The training has failed: .*'trained'"), timeout=PATIENCE * 1000)
                self.assertTrue(page.request.get(page.evaluate("document.querySelector('link[rel=icon]').href")).ok)
                self.assertEqual(refused, [])
                page.evaluate("localStorage.clear()")
                page.reload()
                expect(page.locator("#failure")).to_have_text("The training has failed: the host takes no connection")
            chromium.close()


def measure():
    """Without playwright, which looks at each message."""
    with pages() as folder, tempfile.TemporaryDirectory() as profile:
        (folder / "index.html").write_text('<!doctype html><script type="module" src="measure.js"></script>')
        with WebHost(folder) as host:
            browser = subprocess.Popen([os.environ["PYHOST_CHROMIUM"], "--headless", "--no-sandbox", "--user-data-dir=" + profile, host.url],
                                       stderr=subprocess.DEVNULL)
            try:
                figures = json.loads(host.next("report"))
            finally:
                browser.terminate()
                browser.wait(PATIENCE)
    for what, milliseconds in figures.items():
        print("%s: %.2f ms" % (what, milliseconds))


if __name__ == "__main__":
    if sys.argv[1:] == ["--measure"]:
        measure()
    else:
        unittest.main()
