// SPDX-License-Identifier: MIT
// Calls commands of a host; see pyhost.d.ts.

export class CommandError extends Error {
  constructor({ code, kind, message, data, cause, trace }) {
    super(message, cause && { cause: new CommandError({ code, ...cause }) });
    Object.assign(this, { name: 'CommandError', code, kind, data, trace });
  }
}

const toBase64 = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));
const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

export class Bridge {
  #port;
  #calls = new Map();
  #events = new Map();
  #last = 0;

  constructor(port) {
    this.#port = port;
    port.onmessage = (message) => this.#receive(message);
    port.onclose = () => {
      this.#calls.forEach(({ fail }) => fail(new CommandError({ code: 'closed', kind: 'Closed', message: 'the host is gone' })));
      this.#calls.clear();
    };
  }

  invoke(command, args = {}, options = {}) {
    return new Promise((done, fail) => this.#begin({ command, args }, options, { done, fail }));
  }

  async *stream(command, args = {}, { credit = 16, ...options } = {}) {
    const items = [];
    let wake = () => {}, over, failure, result, used = 0;
    const id = this.#begin({ command, args, credit }, options, {
      onitem: (item) => wake(items.push(item)),
      done: (value) => wake((over = true), (result = value)),
      fail: (why) => wake((over = true), (failure = why)),
    });
    try {
      for (;;) {
        while (items.length) {
          yield items.shift();
          if (++used * 2 < credit || over) continue;
          this.#send({ credit: id, items: used });
          used = 0;
        }
        if (failure) throw failure;
        if (over) return result;
        await new Promise((awake) => (wake = awake));
      }
    } finally {
      if (!over) this.#cancel(id);
    }
  }

  async listen(event, handler) {
    const ask = (name) => new Promise((done, fail) => this.#begin({ [name]: event }, {}, { done, fail }));
    const handlers = this.#events.get(event) ?? new Set();
    this.#events.set(event, handlers.add(handler));
    if (handlers.size < 2) await ask('listen').catch((why) => { throw this.#events.delete(event) && why; });
    return async () => {
      handlers.delete(handler);
      if (!handlers.size && this.#events.delete(event)) await ask('unlisten');
    };
  }

  #begin(message, { signal, timeout, onprogress }, call) {
    const id = ++this.#last;
    const abort = () => this.#cancel(id, call.fail(signal.reason));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    call.end = () => signal?.removeEventListener('abort', abort);
    call.onprogress = onprogress;
    this.#calls.set(id, call);
    this.#send({ id, ...message, timeout });
    return id;
  }

  #cancel(id) {
    this.#calls.get(id)?.end();
    if (this.#calls.delete(id)) this.#send({ cancel: id });
  }

  #send(message) {
    const attachments = [];
    const text = JSON.stringify(message, (_, value) => {
      if (value instanceof ArrayBuffer) value = new Uint8Array(value);
      if (!(value instanceof Uint8Array)) return value;
      return { $bytes: this.#port.takesBytes ? attachments.push(value) - 1 : toBase64(value) };
    });
    this.#port.send({ text, attachments });
  }

  #receive({ text, attachments = [] }) {
    const message = JSON.parse(text, (_, value) => {
      if (value?.$bytes == null || Object.keys(value).length > 1) return value;
      return typeof value.$bytes === 'string' ? fromBase64(value.$bytes) : attachments[value.$bytes];
    });
    if ('event' in message) return this.#events.get(message.event)?.forEach((handler) => handler(message.data));
    const call = this.#calls.get(message.id);
    if ('item' in message) return call?.onitem?.(message.item);
    if ('progress' in message) return call?.onprogress?.(message.progress);
    call?.end();
    this.#calls.delete(message.id);
    if ('error' in message) call?.fail(new CommandError(message.error));
    else call?.done(message.result);
  }
}
