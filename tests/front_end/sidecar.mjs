// SPDX-License-Identifier: MIT
// A transport to a program that serves its standard streams, and the program.
import { spawn } from 'node:child_process';

export class Sidecar {
  takesBytes = true;
  #waiting = Buffer.alloc(0);

  constructor(...command) {
    this.process = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
    this.ended = new Promise((done) => this.process.on('exit', (code) => done(code)));
    this.process.stdout.on('data', (data) => this.#read(data));
    this.process.stdout.on('end', () => this.onclose?.());
  }

  send({ text, attachments = [] }) {
    const parts = attachments.length ? [Buffer.from([0]), ...behindLength(Buffer.from(text)), ...attachments.flatMap(behindLength)] : [Buffer.from(text)];
    for (const one of behindLength(Buffer.concat(parts))) this.process.stdin.write(one);
  }

  end() {
    this.process.stdin.end();
    return this.ended;
  }

  #read(data) {
    this.#waiting = Buffer.concat([this.#waiting, data]);
    while (this.#waiting.length >= 4 && this.#waiting.length >= 4 + this.#waiting.readUInt32LE(0)) {
      const size = this.#waiting.readUInt32LE(0);
      const whole = this.#waiting.subarray(4, 4 + size);
      this.#waiting = this.#waiting.subarray(4 + size);
      this.onmessage?.(unpacked(whole));
    }
  }
}

function behindLength(bytes) {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return [length, Buffer.from(bytes)];
}

function unpacked(whole) {
  if (whole[0] !== 0) return { text: whole.toString() };
  const parts = [];
  for (let at = 1; at < whole.length; at += 4 + parts.at(-1).length) parts.push(whole.subarray(at + 4, at + 4 + whole.readUInt32LE(at)));
  return { text: parts[0].toString(), attachments: parts.slice(1).map((part) => new Uint8Array(part)) };
}
