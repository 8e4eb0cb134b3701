// SPDX-License-Identifier: MIT
// Calls commands; see pyhost.d.ts.
import { closed, CommandError, isStream } from './error.js';
import { decoded, encoded } from './message.js';

export { CommandError };

export class Bridge {
  #port;
  #calls = new Map();
  #events = new Map();
  #last = 0;

  constructor(port) {
    this.#port = port;
    port.onmessage = (message) => this.#receive(decoded(message));
    this.closed = new Promise((done) => {
      port.onclose = () => {
        done();
        this.#calls.forEach((call) => call.end().fail(closed()));
      };
    });
  }

  invoke(command, args = {}, options = {}) {
    return new Promise((done, fail) => {
      const onitem = () => this.#cancel(id, fail(isStream(command)));
      const id = this.#begin({ command, args }, options, { done, fail, onitem });
    });
  }

  async *stream(command, args = {}, { credit = 16, ...options } = {}) {
    if (!(credit >= 1)) throw new RangeError(`credit is at least 1, got ${credit}`);
    const items = [];
    let wake = () => {}, over, used = 0;
    const id = this.#begin({ command, args, credit }, options, {
      onitem: (item) => wake(items.push(item)),
      done: (result) => wake((over = () => result)),
      fail: (why) => wake((over = () => { throw why; })),
    });
    try {
      for (;;) {
        while (items.length) {
          for (const item of items.splice(0)) {
            options.signal?.throwIfAborted();
            yield item;
            if (++used * 2 < credit || over) continue;
            this.#send({ credit: id, items: used });
            used = 0;
          }
        }
        if (over) return over();
        await new Promise((awake) => (wake = awake));
      }
    } finally {
      if (!over) this.#cancel(id);
    }
  }

  async listen(event, handler) {
    const mine = { handler };
    const one = this.#events.get(event) ?? { all: new Set(), begun: this.#ask({ listen: event }) };
    this.#events.set(event, one);
    one.all.add(mine);
    const drop = () => one.all.delete(mine) && !one.all.size && this.#events.delete(event);
    if (one.kept) this.#tell([mine], one.kept.data);
    await one.begun.catch((why) => {
      drop();
      throw why;
    });
    return async () => {
      if (drop()) await this.#ask({ unlisten: event });
    };
  }

  #ask(message) {
    return new Promise((done, fail) => this.#begin(message, {}, { done, fail }));
  }

  #begin(message, { signal, timeout, onprogress }, call) {
    const id = ++this.#last;
    const abort = () => this.#cancel(id, call.fail(signal.reason));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort);
    call.end = () => {
      signal?.removeEventListener('abort', abort);
      this.#calls.delete(id);
      return call;
    };
    call.onprogress = onprogress;
    this.#calls.set(id, call);
    try {
      this.#send({ id, ...message, timeout: timeout < Infinity ? Math.ceil(timeout) : undefined });
    } catch (why) {
      call.end().fail(why);
    }
    return id;
  }

  #cancel(id) {
    if (!this.#calls.get(id)?.end()) return;
    try {
      this.#send({ cancel: id });
    } catch {}  // it is gone
  }

  #send(message) {
    this.#port.send(encoded(message, this.#port.takesBytes));
  }

  #tell(listeners, data) {
    for (const { handler } of [...listeners]) {
      try {
        handler(data);
      } catch (why) {
        (globalThis.reportError ?? console.error)(why);
      }
    }
  }

  #receive(message) {
    if ('event' in message) {
      const one = this.#events.get(message.event);
      if (message.kept && one) one.kept = message;
      return one && this.#tell(one.all, message.data);
    }
    const call = this.#calls.get(message.id);
    if ('item' in message) return call?.onitem?.(message.item);
    if ('progress' in message) return call?.onprogress?.(message.progress);
    call?.end();
    if (!('error' in message)) return call?.done(message.result);
    const why = new CommandError(message.error);
    if (call) call.fail(why);
    else if (message.id === null) console.error(why);
  }
}
