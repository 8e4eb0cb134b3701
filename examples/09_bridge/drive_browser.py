# SPDX-License-Identifier: MIT
"""Runs the program with a browser, Chromium without a screen for what the user would see. Usage: drive_browser.py PROGRAM"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile


def main(program):
    browser = shutil.which("chromium")
    if browser is None:
        print("skipped: Chromium was not found")
        sys.exit(77)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        opener = pathlib.Path(folder, "xdg-open")
        opener.write_text('#!/bin/sh\necho $$ >%s/browser\nexec %s --headless --no-sandbox --user-data-dir=%s/profile "$1" >/dev/null 2>&1\n'
                          % (folder, browser, folder))
        opener.chmod(0o700)
        started = subprocess.Popen([program], env={**os.environ, "PATH": folder + ":" + os.environ["PATH"]}, stdout=subprocess.PIPE, text=True)
        try:
            said = started.communicate(timeout=120)[0]
        finally:
            started.kill()
            os.kill(int(pathlib.Path(folder, "browser").read_text()), signal.SIGTERM)
    print(said, end="")
    assert (started.returncode, said) == (0, "the last loss is 0.000976562\n"), (started.returncode, said)


if __name__ == "__main__":
    main(sys.argv[1])
