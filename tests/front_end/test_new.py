# SPDX-License-Identifier: MIT
"""`python -m pyhost new` in an empty folder, and what it has made: built as it says, and driven in Chromium as users drive it.

PYHOST_CHROMIUM names the browser, PYHOST_TEST_VENV the environment with scikit-learn.
"""

import contextlib
import functools
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

from playwright.sync_api import expect, sync_playwright

from web_host import FRONT_END, PATIENCE, wait_until

ROOT = FRONT_END.parents[2]
NAME = "my-App_2"
DRAWN_SEVEN = ((0.25, 0.1), (0.7, 0.1), (0.5, 0.5), (0.4, 0.95))


def new(*arguments):
    """Exit status, stdout and stderr of `python -m pyhost new`."""
    done = subprocess.run([sys.executable, "-m", "pyhost", "new", *map(str, arguments)], env={**os.environ, "PYTHONPATH": str(ROOT / "python")},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout, done.stderr


class InAFolder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)


class Refused(InAFolder):
    def refuses(self, why, *arguments):
        self.assertEqual(new(*arguments, "--into", self.folder), (1, "", "python -m pyhost new: %s\n" % why))

    def test_a_name_that_is_none(self):
        for name in ("", "my app", "3d", "_app", "app.cpp", "../app", "äpp", "app;x", "app\n"):
            self.refuses("'%s' is no name for a program: expected a letter, then letters, digits, - and _" % name, name)
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_name_that_something_else_has(self):
        for name in ("test", "all", "backend", "front_end", "pyhost", "Pyhost_compiled"):
            self.refuses("'%s' is a name that CMake or pyhost has for something else; choose another" % name, name)

    def test_a_folder_that_is_not_empty_is_left_as_it_is(self):
        (self.folder / "app").mkdir()
        (self.folder / "app/notes.txt").write_text("mine")
        self.refuses("the folder %s is not empty; choose another name, or another place with --into" % (self.folder / "app"), "app")
        self.assertEqual(os.listdir(self.folder / "app"), ["notes.txt"])

    def test_a_file_in_its_place(self):
        (self.folder / "app").write_text("mine")
        self.refuses("%s is there already, and is no folder" % (self.folder / "app"), "app")
        self.assertEqual((self.folder / "app").read_text(), "mine")


class Made(InAFolder):
    def setUp(self):
        super().setUp()
        (self.folder / NAME).mkdir()  # an empty folder may be there
        status, self.said, errors = new(NAME, "--into", self.folder)
        self.assertEqual((status, errors), (0, ""))

    def test_it_has_the_files_of_the_template_and_of_the_front_end(self):
        def names(folder, *but):
            return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - set(but)
        template = {name for name in names(ROOT / "examples/template") if "__pycache__" not in name}
        self.assertEqual(names(self.folder / NAME), template | {"front_end/" + name for name in names(FRONT_END, "package.json")})

    def test_the_name_of_the_template_is_nowhere(self):
        for path in (self.folder / NAME).rglob("*"):
            self.assertNotIn("template_app", path.read_text() if path.is_file() else path.name, path)
        self.assertIn("project(%s LANGUAGES CXX)" % NAME, (self.folder / NAME / "CMakeLists.txt").read_text())
        self.assertIn("<title>%s</title>" % NAME, (self.folder / NAME / "front_end/index.html").read_text())

    def test_another_one_is_refused(self):
        self.assertIn("is not empty", new(NAME, "--into", self.folder)[2])


class Program:
    """The program of a project, with an xdg-open that keeps the page it is given."""

    def __init__(self, file, *options, has_xdg_open=True, **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.seen = self.folder / "seen"
        if has_xdg_open:
            script = self.folder / "xdg-open"
            script.write_text('#!/bin/sh\ncp "$1" "%s.new"\nmv "%s.new" "%s"\n' % ((self.seen,) * 3))
            script.chmod(0o700)
        path = "%s:%s" % (self.folder, os.environ["PATH"]) if has_xdg_open else str(self.folder)
        self.process = subprocess.Popen([str(file), *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={
            **os.environ, "VIRTUAL_ENV": os.environ["PYHOST_TEST_VENV"], "PATH": path, "TMPDIR": str(self.folder), **environment})
        self.said = ""
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.said += line

    def says(self, pattern):
        """Waits for it; the match."""
        wait_until(lambda: re.search(pattern, self.said) or self.process.poll() is not None)
        found = re.search(pattern, self.said)
        assert found, self.said
        return found

    def url(self):
        assert wait_until(self.seen.exists), self.said
        return re.search('url=([^"]*)"', self.seen.read_text()).group(1)

    def end(self, seconds=PATIENCE):
        """Its exit code, when it has ended by itself."""
        code = self.process.wait(seconds)
        self.reader.join()
        return code

    def seconds_used(self):
        """Of processor time."""
        fields = pathlib.Path("/proc/%d/stat" % self.process.pid).read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def is_idle(self):
        before = self.seconds_used()
        time.sleep(0.5)
        return self.seconds_used() - before < 0.1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.end()
        self.process.stdout.close()
        shutil.rmtree(self.folder)


def run_tool(command):
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    return done.stdout


@functools.lru_cache(maxsize=None)
def built(*options):
    """The program of a project for all tests, built by the commands that `new` has printed, and what CMake has said."""
    folder = pathlib.Path(tempfile.mkdtemp())
    unittest.addModuleCleanup(shutil.rmtree, folder)
    status, said, errors = new(NAME, "--into", folder)
    assert status == 0, errors
    *_, configure, build, start = [shlex.split(line) for line in said.splitlines() if line.startswith("  ")]
    return pathlib.Path(*start), run_tool([*configure, *options]) + run_tool(build)


class Built(unittest.TestCase):
    def setUp(self):
        self.file, self.output = built()

    def has_window(self):
        return "built for the browser alone" not in self.output

    def program(self, *options, **settings):
        return self.enterContext(Program(self.file, *options, **settings))

    def enterContext(self, context):  # of Python 3.11
        made = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)
        return made


# What a page asks is counted, and what it is told is held back where a test says so.
HOLDING = """
const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage'), { send } = WebSocket.prototype;
globalThis.asked = [];
globalThis.held = null;
WebSocket.prototype.send = function (text) {
  asked.push(JSON.parse(text).command);
  return send.call(this, text);
};
Object.defineProperty(WebSocket.prototype, 'onmessage', {
  set(handler) { set.call(this, (event) => (held ? held.push(() => handler(event)) : handler(event))); },
});
"""


class InChromium(Built):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        playwright = stack.enter_context(sync_playwright())
        cls.chromium = playwright.chromium.launch(executable_path=os.environ["PYHOST_CHROMIUM"], args=["--no-sandbox"])
        stack.callback(cls.chromium.close)

    def open(self, program):
        """A page that is ready; what goes wrong in its scripts fails the test."""
        context = self.enterContext(contextlib.closing(self.chromium.new_context()))
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(HOLDING)
        page = context.new_page()
        problems = []
        page.on("pageerror", lambda problem: problems.append(str(problem)))
        page.goto(program.url())
        self.state(page, "Ready")
        page.on("console", lambda message: problems.append(message.text))
        self.addCleanup(self.assertEqual, problems, [])
        return page

    def state(self, page, text):
        expect(page.locator("#state")).to_have_text(text, timeout=PATIENCE * 1000)

    def shows(self, page, name, text):
        expect(page.locator("#" + name)).to_have_text(text, timeout=PATIENCE * 1000)

    def train(self, page, epochs):
        page.fill("#epochs", str(epochs))
        page.click("#train")

    def train_in_vain(self, page):
        page.evaluate("document.getElementById('epochs').removeAttribute('max')")
        self.train(page, 20000)
        self.state(page, "Failed")

    def choose(self, page, digit):
        page.click("#examples button >> nth=%d" % digit)

    def hold(self, page):
        page.evaluate("() => { held = []; }")

    def wait_for_held(self, page, count):
        self.assertTrue(wait_until(lambda: page.evaluate("held.length") >= count))

    def let_go(self, page, order="(all) => all"):
        """What was held back arrives now."""
        page.evaluate("(order) => { const all = held; held = null; eval(order)(all).forEach((one) => one()); }", order)

    def asked(self, page, command):
        return page.evaluate("asked").count(command)

    def is_focused(self, page, name):
        expect(page.locator("#" + name)).to_be_focused(timeout=PATIENCE * 1000)

    def assert_stops(self, program):
        """Soon: much earlier than 10,000 epochs are over."""
        begin = time.monotonic()
        self.assertTrue(wait_until(program.is_idle))
        self.assertLess(time.monotonic() - begin, 8)

    def values_of(self, page, chart):
        return page.evaluate("(id) => document.querySelector(`#${id} polyline`)?.points.numberOfItems ?? 0", chart)

    def test_it_loads_trains_and_predicts(self):
        page = self.open(self.program("--browser"))
        self.assertEqual(page.title(), NAME)
        self.shows(page, "data", "Handwritten digits: 1,347 to train with, 450 to test")
        self.shows(page, "about", re.compile(r"^Python 3\.\d+\.\S+, shown in a browser · scikit-learn \d"))
        self.train(page, 20)
        self.state(page, "Trained")
        self.shows(page, "result", re.compile(r"^20 epochs in [\d.]+ s: [89]\d\.\d% of the test digits are right$"))
        for chart in ("loss", "accuracy"):
            self.assertTrue(wait_until(lambda: self.values_of(page, chart) == 20), chart)
        self.assertRegex(page.get_attribute("#accuracy svg", "aria-label"), r"^Accuracy: 20 epochs, from \d+% to [89]\d%$")
        self.assertEqual(page.evaluate("document.getElementById('progress').value"), 1)
        expect(page.locator("#cancel")).to_be_disabled()
        self.choose(page, 3)
        self.shows(page, "prediction", "3")
        self.shows(page, "probability", re.compile(r"^\d+\.\d% sure$"))
        expect(page.locator("#probabilities li.best")).to_have_text(re.compile(r"^3\d+\.\d%$"))
        expect(page.locator("#error")).to_be_hidden()

    def test_a_digit_is_drawn_by_pointer_and_by_keyboard(self):
        page = self.open(self.program("--browser"))
        self.train(page, 100)
        self.state(page, "Trained")
        box = page.locator("#pad").bounding_box()
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in DRAWN_SEVEN]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places:
            page.mouse.move(*place)
        page.mouse.up()
        self.shows(page, "prediction", "7")
        page.click("#clear")
        self.shows(page, "probability", "No prediction yet")
        page.click("#predict")
        self.shows(page, "probability", "Draw a digit first")
        self.assertEqual(self.asked(page, "predict"), 1)
        page.focus("#pad button")
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft", "Space"):  # the second step to the left would leave the row
            page.keyboard.press(key)
        self.assertEqual(page.evaluate("document.activeElement.ariaLabel"), "Row 2, column 1: 16 of 16")
        self.shows(page, "prediction", re.compile(r"^\d$"))

    def test_an_error_of_python_is_shown_with_its_kind(self):
        page = self.open(self.program("--browser"))
        self.choose(page, 3)
        page.click("#predict")
        self.shows(page, "error-kind", "model.NotTrained (not_trained)")
        self.shows(page, "error-message", "there is no model yet: train one first")
        expect(page.locator("#error-details")).to_be_hidden()
        page.click("#error-close")
        expect(page.locator("#error")).to_be_hidden()
        self.assertEqual(self.values_of(page, "loss"), 0)

    def test_the_answer_to_another_digit_is_not_shown(self):
        page = self.open(self.program("--browser"))
        self.train(page, 20)
        self.state(page, "Trained")
        self.hold(page)
        self.choose(page, 1)
        self.wait_for_held(page, 1)
        self.choose(page, 7)
        self.wait_for_held(page, 2)
        self.let_go(page, "(all) => all.reverse()")
        self.shows(page, "prediction", "7")
        self.hold(page)
        self.choose(page, 3)
        self.wait_for_held(page, 1)
        page.click("#clear")
        self.let_go(page)
        self.shows(page, "prediction", "–")
        self.shows(page, "probability", "No prediction yet")

    def test_a_digit_is_predicted_by_the_model_that_is_trained_and_by_none_before(self):
        page = self.open(self.program("--browser"))
        self.choose(page, 3)
        self.train(page, 20)
        self.state(page, "Trained")
        self.shows(page, "prediction", "3")
        self.hold(page)
        self.train(page, 300)
        self.shows(page, "prediction", "–")
        self.let_go(page)
        self.state(page, "Trained")
        self.shows(page, "prediction", "3")
        self.shows(page, "probability", "over 99.9% sure")
        expect(page.locator("#probabilities li.best")).to_have_text("3>99.9%")

    def test_who_asks_twice_is_answered_once(self):
        page = self.open(self.program("--browser"))
        self.choose(page, 3)
        self.train(page, 20)
        self.shows(page, "prediction", "3")
        self.hold(page)
        page.dblclick("#predict")
        self.assertEqual(self.asked(page, "predict"), 2)
        self.assertEqual(page.get_attribute("#answer", "aria-busy"), "true")
        self.let_go(page)
        expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")

    def test_a_training_that_has_failed_is_told_until_the_next_one(self):
        page = self.open(self.program("--browser"))
        self.choose(page, 3)
        self.train(page, 20)
        self.shows(page, "prediction", "3")
        self.train_in_vain(page)
        self.shows(page, "result", "Failed after 0 of 20,000 epochs")
        self.shows(page, "epoch", "")
        self.shows(page, "prediction", "3")
        self.shows(page, "error-kind", "ValueError")
        self.choose(page, 4)
        self.shows(page, "prediction", "4")
        expect(page.locator("#error")).to_be_visible()
        self.train(page, 20)
        self.state(page, "Trained")
        expect(page.locator("#error")).to_be_hidden()

    def test_an_error_is_seen_wherever_the_page_is(self):
        page = self.open(self.program("--browser"))
        page.set_viewport_size({"width": 400, "height": 800})
        self.choose(page, 3)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.click("#predict")
        expect(page.locator("#error-kind")).to_be_in_viewport(ratio=1)
        page.evaluate("""() => {
            document.getElementById('error-kind').textContent = 'a_module.AndAClass'.repeat(20);
            document.getElementById('error-message').textContent = 'one line\\nand another' + ' and words'.repeat(1000);
        }""")
        self.assertEqual(page.evaluate("document.documentElement.scrollWidth"), 400)
        self.assertLess(page.evaluate("document.getElementById('error').offsetHeight"), 400)
        self.assertTrue(page.evaluate("document.querySelector('#error div').scrollWidth <= document.querySelector('#error div').clientWidth"))
        self.assertTrue(page.inner_text("#error-message").startswith("one line\nand"))
        expect(page.locator("#error-close")).to_be_in_viewport(ratio=1)

    def test_the_focus_goes_on_where_a_button_is_gone(self):
        page = self.open(self.program("--browser"))
        page.fill("#epochs", "10000")
        page.press("#train", "Enter")
        self.is_focused(page, "cancel")
        page.keyboard.press("Enter")
        self.state(page, "Cancelled")
        self.is_focused(page, "train")
        page.fill("#epochs", "20")
        page.press("#epochs", "Enter")
        self.state(page, "Trained")
        self.is_focused(page, "epochs")
        page.press("#train", "Enter")
        self.shows(page, "result", re.compile("^20 epochs"))
        self.is_focused(page, "train")

    def test_the_focus_goes_back_from_an_error(self):
        page = self.open(self.program("--browser"))
        self.choose(page, 3)
        for key, before in (("Enter", "predict"), ("Escape", "predict"), ("Enter", "epochs")):
            page.press("#predict", "Enter")
            expect(page.locator("#error")).to_be_visible()
            page.focus("#" + before)
            page.press("#error-close", key)
            expect(page.locator("#error")).to_be_hidden()
            self.is_focused(page, before)
        page.press("#predict", "Enter")
        expect(page.locator("#error")).to_be_visible()
        page.press("#rate", "Escape")
        expect(page.locator("#error")).to_be_hidden()
        self.is_focused(page, "rate")

    def test_a_key_that_is_held_down_trains_once(self):
        page = self.open(self.program("--browser"))
        page.fill("#epochs", "10000")
        page.focus("#train")
        for _ in range(4):
            page.keyboard.down("Enter")
        page.keyboard.up("Enter")
        self.state(page, "Training")
        self.assertEqual(self.asked(page, "train"), 1)
        page.click("#cancel")
        self.state(page, "Cancelled")

    def test_what_is_told_aloud_is_the_answer_and_not_each_epoch(self):
        page = self.open(self.program("--browser"))
        told = "(id) => document.getElementById(id).closest('[role=status], [aria-live]')?.id"
        self.assertEqual([page.evaluate(told, one) for one in ("prediction", "probability", "result", "epoch")], ["answer", "answer", "result", None])

    def test_a_training_that_waits_for_another_one_says_so(self):
        page = self.open(self.program("--browser"))
        other = page.context.new_page()
        other.goto(page.url)
        self.state(other, "Ready")
        self.train(page, 10000)
        self.assertTrue(wait_until(lambda: self.values_of(page, "loss") > 5))
        self.train(other, 20)
        self.state(other, "Waiting")
        self.shows(other, "epoch", "Waiting for its turn: one training runs at a time")
        page.click("#cancel")
        self.state(other, "Trained")

    def test_a_page_without_a_connection_says_what_to_do(self):
        page = self.open(self.program("--browser"))
        other = page.context.new_page()
        page.evaluate("localStorage.clear()")
        other.goto(page.url)
        self.shows(other, "error-kind", "No connection to the program")
        self.shows(other, "error-message", re.compile(r"^Start the program again, and use the page that it opens \(.+\)\.$"))
        self.state(other, "Failed")

    def test_in_development_it_has_the_traceback(self):
        page = self.open(self.program("--browser", "--development"))
        self.choose(page, 3)
        page.click("#predict")
        page.click("#error summary")
        self.shows(page, "error-trace", re.compile(r'File ".*/backend/model\.py", line \d+, in predict'))

    def test_the_cancel_button_stops_python(self):
        program = self.program("--browser")
        page = self.open(program)
        self.train(page, 10000)
        self.assertTrue(wait_until(lambda: self.values_of(page, "loss") > 5))
        page.click("#cancel")
        self.state(page, "Cancelled")
        self.assert_stops(program)
        self.assertLess(page.evaluate("document.getElementById('progress').value"), 1)
        self.shows(page, "result", re.compile(r"^Cancelled after [1-9]\d* of 10,000 epochs$"))
        self.choose(page, 3)
        page.click("#predict")
        self.shows(page, "error-kind", "model.NotTrained (not_trained)")
        self.train(page, 20)
        self.state(page, "Trained")
        self.assertTrue(wait_until(lambda: self.values_of(page, "loss") == 20))

    def test_a_page_that_is_loaded_again_while_it_trains_works_on(self):
        program = self.program("--browser")
        page = self.open(program)
        self.train(page, 10000)
        self.assertTrue(wait_until(lambda: self.values_of(page, "loss") > 5))
        page.reload()
        self.state(page, "Ready")
        self.assert_stops(program)
        self.train(page, 20)
        self.state(page, "Trained")
        page.reload()
        self.state(page, "Trained")
        time.sleep(4)  # longer than the program waits for a page
        self.choose(page, 0)
        self.shows(page, "prediction", "0")

    def test_it_ends_when_its_last_page_is_closed(self):
        program = self.program("--browser")
        page = self.open(program)
        other = page.context.new_page()
        other.goto(page.url)
        self.state(other, "Ready")
        page.close()
        time.sleep(4)
        self.assertIsNone(program.process.poll())
        other.close()
        self.assertEqual(program.end(), 0)

    def test_it_ends_with_ctrl_c_and_its_page_says_so(self):
        program = self.program("--browser")
        page = self.open(program)
        self.train(page, 10000)
        self.assertTrue(wait_until(lambda: self.values_of(page, "loss") > 5))
        program.process.send_signal(signal.SIGINT)
        self.assertEqual(program.end(), 0)
        self.state(page, "Closed")
        self.shows(page, "error-kind", "The program has ended")
        expect(page.locator("#train")).to_be_disabled()

    def test_a_page_without_its_program_predicts_nothing_and_tells_no_other_error(self):
        program = self.program("--browser")
        page = self.open(program)
        self.train(page, 20)
        self.state(page, "Trained")
        self.hold(page)
        self.choose(page, 3)
        program.process.send_signal(signal.SIGINT)
        self.state(page, "Closed")
        self.shows(page, "error-kind", "The program has ended")
        self.choose(page, 4)
        self.shows(page, "prediction", "–")
        self.shows(page, "error-kind", "The program has ended")

    def test_a_narrow_page_needs_no_scrolling_to_the_side(self):
        page = self.open(self.program("--browser"))
        self.choose(page, 3)
        for width in (1280, 901, 700, 340, 320):
            page.set_viewport_size({"width": width, "height": 800})
            self.assertEqual(page.evaluate("document.documentElement.scrollWidth"), width)
            self.assertEqual(page.evaluate("""[...document.querySelectorAll('.card :is(button, input, p, .bar)')].filter((one) =>
                one.getBoundingClientRect().right > one.closest('.card').getBoundingClientRect().right - 16).map((one) => one.id)"""), [])
            self.assertTrue(wait_until(lambda: page.evaluate(
                "[...document.querySelectorAll('.chart .grid')].every((line) => line.x2.baseVal.value < line.ownerSVGElement.clientWidth)")))

    def test_what_is_not_text_is_seen_in_forced_colours_and_does_not_move_for_who_wants_that(self):
        page = self.open(self.program("--browser"))
        of_state = "(name) => getComputedStyle(document.getElementById('state'), '::before')[name]"
        self.train(page, 10000)
        self.state(page, "Training")
        self.assertEqual(page.evaluate(of_state, "animationName"), "pulse")
        page.emulate_media(reduced_motion="reduce", forced_colors="active")
        self.assertEqual(page.evaluate(of_state, "animationName"), "none")
        self.assertEqual(page.evaluate(of_state, "forcedColorAdjust"), "none")
        for one in ("#pad button", "#progress", "#probabilities .bar"):
            self.assertEqual(page.evaluate("(one) => getComputedStyle(document.querySelector(one)).forcedColorAdjust", one), "none", one)
        page.click("#cancel")

    def test_colours_have_contrast(self):
        """Of WCAG 2.2: 4.5 to 1 for text, 3 to 1 for the edges of fields."""
        page = self.open(self.program("--browser"))
        contrast = """([over, property]) => {
            const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255)
                .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
                .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0.05);
            const one = document.querySelector(over);
            let behind = property === 'color' ? one : one.parentElement;
            while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
            const [less, more] = [getComputedStyle(one)[property], getComputedStyle(behind).backgroundColor].map(light).sort((a, b) => a - b);
            return more / less;
        }"""
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for one in ("#accuracy figcaption span", "#loss figcaption span", "#data", "#about", "#predict"):
                self.assertGreaterEqual(page.evaluate(contrast, [one, "color"]), 4.5, (one, scheme))
            for one in ("#epochs", "#clear", "#pad"):
                self.assertGreaterEqual(page.evaluate(contrast, [one, "borderTopColor"]), 3, (one, scheme))

    def test_a_chart_has_place_for_all_numbers(self):
        page = self.open(self.program("--browser"))
        drawn = page.evaluate("""async () => {
            const { LineChart } = await import('/chart.js');
            const figure = document.getElementById('loss');
            const draw = async (values) => {
                figure.replaceChildren();
                const chart = new LineChart(figure, { title: 'Of the test', format: String });
                chart.begin(values.length);
                values.forEach((value) => chart.add(value));
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                const svg = figure.querySelector('svg'), { clientHeight: height, clientWidth: width } = svg;
                const points = [...figure.querySelectorAll('polyline')].map((line) => [...line.points]);
                return {
                    said: figure.querySelector('figcaption span').textContent,
                    lines: points.map((line) => line.length),
                    areInside: points.flat().every(({ x, y }) => x >= 0 && x <= width && y >= 0 && y <= height),
                    areRead: [...figure.querySelectorAll('text')].every((text) => text.getBBox().x >= 0 && text.getBBox().x + text.getBBox().width <= width),
                    labels: [...figure.querySelectorAll('text')].map((text) => text.textContent),
                };
            };
            const cases = { small: [0.00012, 0.00003], large: [1234567, 4000], below: [-1, -2], both: [-1, 2], none: [null, NaN], fifty: new Array(50).fill(1),
                gaps: [1, 2, NaN, 3, Infinity, 4, -Infinity], many: Array.from({ length: 200000 }, (_, at) => at), one: [1] };
            const found = {};
            for (const [name, values] of Object.entries(cases)) found[name] = await draw(values);
            return found;
        }""")
        for name, one in drawn.items():
            self.assertTrue(one["areInside"] and one["areRead"], (name, one))
        self.assertEqual({name: one["lines"] for name, one in drawn.items()}, {
            "small": [2], "large": [2], "below": [2], "both": [2], "none": [], "fifty": [50], "gaps": [2, 2, 2], "many": [200000], "one": [2]})
        self.assertEqual(drawn["below"]["labels"][:5], ["-2", "-1.5", "-1", "-0.5", "0"])
        self.assertEqual(drawn["fifty"]["labels"][-3:], ["20", "40", "50"])
        self.assertEqual((drawn["one"]["labels"][-1], drawn["gaps"]["said"], drawn["none"]["said"]), ("1", "-Infinity", "NaN"))


class Starting(Built):
    """What users see when something is missing."""

    def test_without_xdg_open_it_says_which_address_to_open(self):
        program = self.program("--browser", has_xdg_open=False)
        url = program.says(r"(?m)^  (http://127\.0\.0\.1:\d+/\.pyhost/open/\w+)$").group(1)
        self.assertIn("xdg-open could not be started; install xdg-utils", program.said)
        self.assertEqual(urllib.request.urlopen(url, timeout=PATIENCE).status, 200)
        program.process.send_signal(signal.SIGTERM)
        self.assertEqual(program.end(), 0)

    def test_without_scikit_learn_it_says_what_to_install(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "sklearn.py").write_text("raise ModuleNotFoundError(\"No module named 'sklearn'\", name='sklearn')")
            program = self.program("--browser", PYTHONPATH=folder)
            self.assertEqual(program.end(), 1)
        self.assertRegex(program.said, r"^%s: No module named 'sklearn' in .*; install what the backend needs:\n"
                                       r"  /.* -m pip install -r /.*/backend/requirements\.txt\nor activate an environment" % NAME)

    def test_a_python_that_does_not_start_is_told_in_full(self):
        program = self.program("--browser", PYTHONHOME="/no/such/python")
        self.assertEqual(program.end(), 1)
        self.assertRegex(program.said, r"^%s: .*PYTHONHOME '/no/such/python'" % NAME)

    def test_an_unknown_option_is_told_with_those_that_there_are(self):
        program = self.program("--fullscreen")
        self.assertEqual(program.end(), 1)
        self.assertTrue(program.said.startswith("%s: unknown option '--fullscreen'\nusage: %s [--window | --browser]" % (NAME, NAME)), program.said)

    def test_help_and_doctor_say_and_end(self):
        for option, text in (("--help", "usage: %s" % NAME), ("--doctor", "\nsearch:\n")):
            program = self.program(option)
            self.assertEqual(program.end(), 0)
            self.assertIn(text, program.said)

    def test_without_webkitgtk_it_has_the_browser_alone_and_says_so(self):
        file, output = built("-DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON")
        self.assertIn("-- %s: built for the browser alone, without --window: there is no target pyhost::webkitgtk, since" % NAME, output)
        program = self.enterContext(Program(file, "--window"))
        self.assertEqual(program.end(), 1)
        self.assertRegex(program.said, "^%s: this program was built without windows, .*; start it with --browser, or install WebKitGTK" % NAME)
        program = self.enterContext(Program(file))
        self.assertEqual(urllib.request.urlopen(program.url(), timeout=PATIENCE).status, 200)

    def test_an_installed_copy_needs_nothing_of_the_project(self):
        with tempfile.TemporaryDirectory() as folder:
            run_tool(["cmake", "--install", self.file.parent, "--prefix", folder])
            self.assertFalse(any(path.is_symlink() or path.name == "__pycache__" for path in pathlib.Path(folder).rglob("*")))
            program = self.enterContext(Program(pathlib.Path(folder, NAME), "--browser"))
            self.assertEqual(urllib.request.urlopen(program.url(), timeout=PATIENCE).status, 200)
            program.process.send_signal(signal.SIGINT)
            self.assertEqual(program.end(), 0)


# A page in a window has no driver: this one drives itself, and tells Python how far it is by the digits that it asks for.
STEPS = """
const find = (id) => document.getElementById(id);
const until = async (condition) => { while (!condition()) await new Promise((done) => setTimeout(done, 20)); };
const count = (id) => document.querySelector(`#${id} polyline`)?.points.numberOfItems ?? 0;
const choose = (digit) => find('examples').children[digit].click();

await until(() => find('state').textContent === 'Ready' && find('about').textContent.includes('a window'));
find('epochs').value = 10000;
find('train').click();
await until(() => count('loss') > 5);
find('cancel').click();
await until(() => find('state').textContent === 'Cancelled');
find('epochs').value = 20;
find('train').click();
await until(() => find('state').textContent === 'Trained' && count('loss') === 20 && count('accuracy') === 20 && find('progress').value === 1);
choose(3);
await until(() => find('prediction').textContent === '3');
choose(7);
"""
TELLING = """

def predict(pixels: list[float], told=predict) -> Prediction:
    found = told(pixels)
    print('predicted', found.digit, flush=True)
    return found
"""


class InAWindow(Built):
    def setUp(self):
        super().setUp()
        if not self.has_window():
            self.skipTest("there is no WebKitGTK")
        if not shutil.which("Xvfb"):
            self.skipTest("there is no Xvfb")

    def display(self):
        """A display that nobody looks at."""
        reading, writing = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], pass_fds=[writing],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        os.close(writing)
        with open(reading) as answer:
            return ":" + answer.readline().strip()

    def with_steps(self):
        """A copy of what was built, whose page does the steps."""
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        run_tool(["cmake", "--install", self.file.parent, "--prefix", folder])
        (folder / "front_end/steps.js").write_text(STEPS)
        with open(folder / "front_end/index.html", "a") as page:
            page.write('<script type="module" src="steps.js"></script>')
        with open(folder / "backend/model.py", "a") as model:
            model.write(TELLING)
        return folder / NAME

    def test_it_trains_cancels_and_predicts_and_ends_with_ctrl_c(self):
        program = self.enterContext(Program(self.with_steps(), DISPLAY=self.display(), GDK_BACKEND="x11"))
        program.says("predicted 3\npredicted 7\n")
        program.process.send_signal(signal.SIGINT)
        self.assertEqual(program.end(), 0)

    def test_without_a_display_it_says_what_to_do(self):
        program = self.program("--window", DISPLAY="", WAYLAND_DISPLAY="", GDK_BACKEND="x11")
        self.assertEqual(program.end(), 1)
        self.assertRegex(program.said, r"(?m)^%s: .*display.*--browser" % NAME)


if __name__ == "__main__":
    unittest.main()
