# SPDX-License-Identifier: MIT
"""Starts the example as a sidecar, calls it, and ends it by closing its input. Usage: drive_sidecar.py PROGRAM"""

import json
import struct
import subprocess
import sys


class Sidecar:
    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, message):
        text = json.dumps(message).encode()
        self.process.stdin.write(struct.pack('<I', len(text)) + text)
        self.process.stdin.flush()

    def read(self):
        size, = struct.unpack('<I', self.process.stdout.read(4))
        return json.loads(self.process.stdout.read(size))

    def call(self, command, **arguments):
        """The items of a stream, and the answer."""
        self.send({'id': 1, 'command': command, 'args': arguments})
        came = [self.read()]
        while 'result' not in came[-1] and 'error' not in came[-1]:
            came.append(self.read())
        return came


def main(program):
    sidecar = Sidecar(program, '--stdio')
    assert sidecar.call('summary', text='two words') == [{'id': 1, 'result': {'words': 2, 'longest': 'words'}}]
    assert [one.get('item') for one in sidecar.call('train', epochs=2)] == [0.5, 0.25, None]
    assert sidecar.call('open', path='/etc/passwd')[0]['error']['code'] == 'permission_denied'
    for number in range(1000):
        assert sidecar.call('visits', by=1)[-1] == {'id': 1, 'result': 'main has been here %d times' % (number + 1)}
    sidecar.process.stdin.close()
    assert sidecar.process.wait(60) == 0
    assert sidecar.process.stdout.read() == b''


main(*sys.argv[1:])
