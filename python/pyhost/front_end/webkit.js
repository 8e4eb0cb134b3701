// SPDX-License-Identifier: MIT
// The transport of a page in a window of WebKitGTK; see transport.d.ts.
import { closed } from './error.js';
import { packed, unpacked } from './frame.js';

const longestText = 1 << 16;  // longer ones, and bytes, go by fetch

async function ask(path, token, body) {
  const answer = await fetch(`/.pyhost/${path}`, { method: body === undefined ? 'GET' : 'POST', headers: { 'pyhost-token': token }, body });
  if (!answer.ok) throw new Error(`the window has refused ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

class WebKitPort {
  takesBytes = true;
  #token;
  #sent = Promise.resolve();
  #toSend = 0;
  #received = Promise.resolve();
  #toReceive = 0;
  #isClosed = false;

  constructor(number, token) {
    this.#token = token;
    globalThis[Symbol.for('pyhost')] = (to, messages) => {
      if (to !== number) return;
      if (messages) for (const one of messages) this.#receive(one);
      else this.#close();
    };
  }

  send({ text, attachments = [] }) {
    if (this.#isClosed) throw closed();
    const isSmall = !attachments.length && text.length < longestText;
    const what = isSmall ? this.#token + text : packed({ text, attachments });
    const give = () => (isSmall ? webkit.messageHandlers.pyhost.postMessage(what) : ask('message', this.#token, what));
    if (isSmall && !this.#toSend) return give();
    ++this.#toSend;
    this.#sent = this.#sent.then(give).catch(() => this.#close()).then(() => void --this.#toSend);
  }

  // The host sends a text, or the number of a message that is asked for. What comes behind one waits for it.
  #receive(one) {
    if (typeof one === 'string' && !this.#toReceive) return this.#give({ text: one });
    const whole = typeof one === 'string' ? { text: one } : ask(`message/${one}`, this.#token).then(async (answer) => unpacked(new Uint8Array(await answer.arrayBuffer())));
    ++this.#toReceive;
    this.#received = Promise.all([whole, this.#received])
      .then(([message]) => this.#give(message), () => this.#close())
      .then(() => void --this.#toReceive);
  }

  #give(message) {
    try {
      if (!this.#isClosed) this.onmessage?.(message);
    } catch (why) {
      reportError(why);  // of who listens: what comes behind is not for that alone
    }
  }

  #close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.();
  }
}

export async function webkitPort() {
  if (window !== window.top) throw new Error('a frame has no host of its own: call it through the page');
  const [number, token] = (await (await ask('connect', 'none', '')).text()).split(' ');
  return new WebKitPort(Number(number), token);
}
