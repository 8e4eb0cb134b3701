// SPDX-License-Identifier: MIT
// pyhost.js against a real host, a sidecar. Usage: node --test with PYHOST_SIDECAR naming the program (front_end_host.cpp).
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { statSync } from 'node:fs';
import { after, test } from 'node:test';

import { Bridge, CommandError } from '../../python/pyhost/front_end/pyhost.js';
import { Sidecar } from './sidecar.mjs';

const sidecar = new Sidecar(process.env.PYHOST_SIDECAR);
const host = new Bridge(sidecar);
after(() => sidecar.end());

const failed = (promise) => promise.then(() => assert.fail('it did not fail'), (why) => why);
const soon = () => new Promise((done) => setTimeout(done, 20));

test('a call gives what the command returns', async () => {
  assert.deepEqual(await host.invoke('echo', { value: { list: [1, null, 'é'] } }), { list: [1, null, 'é'] });
  assert.deepEqual(await Promise.all([1, 2, 3].map((value) => host.invoke('echo', { value }))), [1, 2, 3]);
});

test('a thousand calls have a thousand answers', async () => {
  const calls = [];
  for (let value = 0; value < 1000; ++value) calls.push(host.invoke('echo', { value }));
  assert.deepEqual(await Promise.all(calls), [...Array(1000).keys()]);
});

test('bytes go both ways as they are', async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
  assert.deepEqual(await host.invoke('twice', { data: bytes }), { bytes: Uint8Array.from([...bytes, ...bytes]), size: 1000 });
  assert.equal((await host.invoke('twice', { data: bytes.buffer })).size, 1000);
});

test('an error is an Error with its code, kind, data and cause', async () => {
  const why = await failed(host.invoke('fail', {}));
  assert.ok(why instanceof CommandError && why instanceof Error);
  assert.deepEqual([why.name, why.code, why.kind, why.message, why.data], ['CommandError', 'no_model', 'host.NoModel', 'train first', { model: 3 }]);
  assert.deepEqual([why.cause.kind, why.cause.message], ['KeyError', "'weights'"]);
  assert.match(why.trace, /^Traceback/);
  assert.equal((await failed(host.invoke('echo', {}))).data[0].pointer, '/value');
  assert.equal((await failed(host.invoke('secret'))).code, 'permission_denied');
});

test('a stream gives its items as they are read, and the host makes no more', async () => {
  const items = [];
  for await (const item of host.stream('count', { n: 100 }, { credit: 4 })) {
    items.push(item);
    if (item !== 50) continue;
    await soon();
    assert.ok((await host.invoke('made')) <= 55);
  }
  assert.deepEqual(items, [...Array(100).keys()]);
});

test('leaving a stream cancels it', async () => {
  for await (const item of host.stream('count', { n: 1e6 })) if (item === 3) break;
  const before = await host.invoke('made');
  await soon();
  assert.equal(await host.invoke('made'), before);
});

test('a stream that fails throws behind its items', async () => {
  const items = [];
  const why = await failed((async () => {
    for await (const item of host.stream('count', { n: -1 })) items.push(item);
  })());
  assert.equal(why.kind, 'ValueError');
});

test('a signal cancels the call, whose promise is rejected at once with its reason', async () => {
  const control = new AbortController();
  const call = failed(host.invoke('sleep', {}, { signal: control.signal, onprogress: () => control.abort() }));
  assert.equal((await call).name, 'AbortError');
  while ((await host.invoke('ended')) === 0) await soon();
  const gone = AbortSignal.abort(new Error('gone'));
  assert.equal((await failed(host.invoke('echo', { value: 1 }, { signal: gone }))).message, 'gone');
});

test('a call may take no longer than it is given', async () => {
  assert.equal((await failed(host.invoke('sleep', {}, { timeout: 10 }))).code, 'timed_out');
});

test('events come to those that listen, until they do not', async () => {
  const heard = [];
  const end = await host.listen('said', (data) => heard.push(data));
  await host.invoke('say', { what: 'one' });
  await end();
  await host.invoke('say', { what: 'two' });
  assert.deepEqual(heard, ['one']);
  assert.equal((await failed(host.listen('secret', () => {}))).code, 'permission_denied');
});

test('a command that gives items is no call, and ends there', async () => {
  const before = await host.invoke('made');
  const why = await failed(host.invoke('count', { n: 1e6 }));
  assert.deepEqual([why.code, why.message], ['is_stream', "the command 'count' gives items: call it by stream()"]);
  assert.ok((await host.invoke('made')) < before + 100);
  assert.ok((await failed(host.stream('count', { n: 3 }, { credit: 0 }).next())) instanceof RangeError);
});

test('what has no text is refused, and other arrays are bytes or lists', async () => {
  for (const value of [new Map(), new Set(), new Blob(), Promise.resolve(1)])
    assert.match((await failed(host.invoke('echo', { value: [{ value }] }))).message, /cannot be sent/);
  assert.ok((await failed(host.invoke('echo', { value: 1n }))) instanceof TypeError);
  assert.deepEqual(await host.invoke('echo', { value: new Float32Array([1, 0.5]) }), [1, 0.5]);
  const bytes = Uint8Array.of(1, 2, 3, 4);
  for (const data of [new Uint8ClampedArray(bytes), new DataView(bytes.buffer), bytes.subarray(0, 4)])
    assert.equal((await host.invoke('twice', { data })).size, 4);
  assert.deepEqual((await host.invoke('twice', { data: new DataView(bytes.buffer, 1, 2) })).bytes, Uint8Array.of(2, 3, 2, 3));
});

test('a call that is not sent leaves nothing behind', async () => {
  const control = new AbortController();
  await failed(host.invoke('echo', { value: 1n }, { signal: control.signal }));
  await host.invoke('echo', { value: 1 }, { signal: control.signal });
  assert.equal(getEventListeners(control.signal, 'abort').length, 0);
});

test('a stream that is aborted throws at once, whatever has come', async () => {
  const control = new AbortController();
  const items = [];
  const why = await failed((async () => {
    for await (const item of host.stream('count', { n: 100 }, { signal: control.signal })) {
      items.push(item);
      await soon();
      control.abort(new Error('enough'));
    }
  })());
  assert.deepEqual([why.message, items], ['enough', [0]]);
  assert.equal(await failed((async () => { for await (const _ of host.stream('count', { n: 9 }, { signal: AbortSignal.abort(null) })); })()), null);
});

test('listeners of one event are each their own', async () => {
  const heard = [];
  const both = await Promise.allSettled([host.listen('secret', () => {}), host.listen('secret', () => {})]);
  assert.deepEqual(both.map(({ reason }) => reason?.code), ['permission_denied', 'permission_denied']);
  const hear = (data) => heard.push(data);
  const [first, second] = [await host.listen('said', hear), await host.listen('said', hear)];
  await first();
  await first();
  await host.invoke('say', { what: 'one' });
  await second();
  const third = await host.listen('said', hear);
  await second();
  await host.invoke('say', { what: 'two' });
  await third();
  assert.deepEqual(heard, ['one', 'two']);
});

test('a listener that throws keeps nothing from the others, and each hears what is kept', async () => {
  const port = { send: ({ text }) => queueMicrotask(() => port.onmessage({ text: JSON.stringify({ id: JSON.parse(text).id, result: null }) })) };
  const bridge = new Bridge(port);
  const heard = [];
  const told = [];
  globalThis.reportError = (why) => told.push(why.message);
  await bridge.listen('state', () => { throw new Error('mine'); });
  await bridge.listen('state', (data) => heard.push(['second', data]));
  port.onmessage({ text: '{"event":"state","data":1,"kept":true}' });
  await bridge.listen('state', (data) => heard.push(['third', data]));
  port.onmessage({ text: '{"event":"state","data":2}' });
  delete globalThis.reportError;
  assert.deepEqual(told, ['mine', 'mine']);
  assert.deepEqual(heard, [['second', 1], ['third', 1], ['second', 2], ['third', 2]]);
});

test('a host that ends fails what is on its way, behind its promise', async () => {
  const other = new Sidecar(process.env.PYHOST_SIDECAR);
  const bridge = new Bridge(other);
  const order = [];
  bridge.closed.then(() => order.push('closed'));
  const control = new AbortController();
  const call = failed(bridge.invoke('echo', { value: 1 }, { signal: control.signal })).then(() => order.push('call'));
  other.onclose();
  await call;
  assert.deepEqual(order, ['closed', 'call']);
  assert.equal(getEventListeners(control.signal, 'abort').length, 0);
  const why = failed(bridge.invoke('sleep', {}, { onprogress: () => other.end() }));
  assert.match((await why).code, /closed|cancelled/);
  assert.equal(await other.ended, 0);
});

test('the module has less than 4096 bytes, and 6.5 KB with those that it imports', () => {
  const size = (name) => statSync(new URL(`../../python/pyhost/front_end/${name}`, import.meta.url)).size;
  assert.ok(size('pyhost.js') < 4096);
  assert.ok(['pyhost.js', 'message.js', 'error.js'].map(size).reduce((a, b) => a + b) < 6656);
});
