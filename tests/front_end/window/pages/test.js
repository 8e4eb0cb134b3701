// SPDX-License-Identifier: MIT
// The steps of the tests of a page: the host says which one this load of the page is for.
import { CommandError } from './pyhost.js';
import { connected, failed, report, same, soon, until } from './harness.js';

const bytesOf = (size) => Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) % 256);
const equal = (a, b) => a.length === b.length && a.every((one, i) => one === b[i]);
const stays = () => new Promise(() => {});

const steps = {
  async calls(host) {
    const value = { list: [1, null, 'é\u2028\u2029\u0000"\\</script>', -0.5], nested: { $: '🙂' } };
    same(await host.invoke('echo', { value }), value);
    same(await Promise.all(Array.from({ length: 1000 }, (_, i) => host.invoke('echo', { value: i }))), [...Array(1000).keys()]);
  },

  async errors(host) {
    const why = await failed(host.invoke('fail'));
    same(why instanceof CommandError && why instanceof Error, true);
    same([why.code, why.kind, why.message, why.data, why.cause.kind], ['no_model', 'host.NoModel', 'train first', { model: 3 }, 'KeyError']);
    same((await failed(host.invoke('secret'))).code, 'permission_denied');
  },

  async streams(host) {
    const items = [];
    for await (const item of host.stream('count', { n: 100 }, { credit: 4 })) {
      items.push(item);
      if (item !== 50) continue;
      await soon();
      same((await host.invoke('made')) <= 55, true);
    }
    same(items, [...Array(100).keys()]);
  },

  async cancels(host) {
    const control = new AbortController();
    const seen = [];
    const onprogress = (now) => {
      seen.push(now);
      control.abort();
    };
    const why = await failed(host.invoke('sleep', {}, { signal: control.signal, onprogress }));
    same([why.name, seen], ['AbortError', [0]]);
    await until(async () => (await host.invoke('ended')) === 1);
  },

  async events(host) {
    const heard = [];
    const end = await host.listen('said', (what) => heard.push(what));
    await host.invoke('say', { what: 'one' });
    await end();
    await host.invoke('say', { what: 'two' });
    same(heard, ['one']);
  },

  async bytes(host) {
    const data = bytesOf(8 << 20);
    const { bytes, size } = await host.invoke('twice', { data });
    same([size, bytes instanceof Uint8Array, bytes.length], [data.length, true, 2 * data.length]);
    same([equal(bytes.subarray(0, size), data), equal(bytes.subarray(size), data)], [true, true]);
    same((await host.invoke('twice', { data: new ArrayBuffer(3) })).bytes.length, 6);
    const text = 'ä0123456789'.repeat(60000);
    same((await host.invoke('echo', { value: text })) === text, true);
  },

  async order(host) {
    const sent = [];
    for (let i = 0; i < 60; ++i) sent.push(i % 3 === 0 ? 'x'.repeat(70000 + i) : i % 3 === 1 ? `small ${i}` : new Uint8Array([i]));
    const answers = sent.map((value) => host.invoke('remember', { value }));
    await Promise.all(answers);
    same(await host.invoke('remembered'), sent.map((one) => one.length));
    const given = [];
    for await (const item of host.stream('mixed', { n: 60 }, { credit: 100 })) given.push(item.length);
    same(given, Array.from({ length: 60 }, (_, i) => [100000 + i, i, i][i % 3]));
  },

  // The first load leaves a call behind; the second one looks for its end.
  async reloads(host) {
    if (!sessionStorage.reloaded) {
      sessionStorage.reloaded = true;
      host.invoke('sleep', {}, { onprogress: () => location.reload() });
      await stays();
    }
    await until(async () => (await host.invoke('ended')) === 1);
    same(await host.invoke('echo', { value: 'again' }), 'again');
  },

  async comes_late(host) {
    const call = '{"id":1000,"command":"touch"}';
    const tell = async (as) => {
      webkit.messageHandlers.pyhost.postMessage(as + call);
      return (await fetched('/.pyhost/message', { method: 'POST', headers: { 'pyhost-token': as }, body: call.replace('1000', '1001') })).status;
    };
    if (!sessionStorage.token) {
      sessionStorage.token = token;
      same(await tell(token), 204);
      await until(async () => (await host.invoke('touched')) === 2);
      location.reload();
      await stays();
    }
    same(sessionStorage.token !== token, true);
    same(await tell(sessionStorage.token), 403);
    await soon(100);
    same(await host.invoke('touched'), 2);
  },

  // Python is busy for a second, in which the page calls, asks for files, and is loaded again.
  async waits_for_no_python(host) {
    if (!sessionStorage.begun) {
      sessionStorage.begun = true;
      await host.invoke('gap');
      host.invoke('sleep', {}, { onprogress: () => host.invoke('hold') });
      await soon(200);
      for (let i = 0; i < 10; ++i) host.invoke('made');
      same((await fetched('/test.js')).status, 200);
      location.reload();
      await stays();
    }
    await until(async () => (await host.invoke('ended')) === 1);
    same((await host.invoke('held')), true);
    const gap = await host.invoke('gap');
    if (gap > 500) throw new Error(`the loop stood still for ${gap} ms`);
  },

  async stays_connected_within_a_page(host) {
    const call = host.invoke('sleep', {}, { timeout: 300 });
    location.hash = '#part';
    history.pushState({}, '', '/another/path');
    same((await failed(call)).code, 'timed_out');
    await until(async () => (await host.invoke('ended')) === 1);
  },

  async leaves_for_another_origin(host) {
    const other = 'http://127.0.0.1:65000/';
    location.href = other;
    await until(async () => (await host.invoke('logged')).some((line) => line.includes('another origin') && line.includes(other)));
    same(await host.invoke('echo', { value: 'still here' }), 'still here');
    same(window.open(`${other}new`), null);
    const link = Object.assign(document.createElement('a'), { href: 'data:text/html,<p>data', textContent: 'data' });
    document.body.append(link);
    link.click();
    await until(async () => (await host.invoke('logged')).some((line) => line.includes('data:text/html')));
    same([await host.invoke('echo', { value: 1 }), location.origin], [1, 'app://localhost']);
  },

  async downloads(host) {
    const link = Object.assign(document.createElement('a'), { href: '/test.js', download: 'test.js', textContent: 'download' });
    document.body.append(link);
    link.click();
    await until(async () => (await host.invoke('logged')).some((line) => line.includes('a download was refused')));
  },

  async has_no_network(host) {
    const broken = [];
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective));
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.wasRun = true' }));
    document.body.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:65000/a.png' }));
    await failed(fetch('http://127.0.0.1:65000/'));
    document.body.append(Object.assign(document.createElement('iframe'), { src: '/intruder.html' }));
    await until(() => broken.length >= 4);
    same([globalThis.wasRun, broken.map((one) => one.split('-')[0]).sort()], [undefined, ['connect', 'frame', 'img', 'script']]);
    same(await host.invoke('touched'), 0);
  },

  async reads_no_other_files() {
    const status = async (path) => (await fetch(path)).status;
    same(await status('/folder/'), 200);
    same((await fetch('/test.js')).headers.get('content-type'), 'text/javascript; charset=utf-8');
    same((await fetch('/test.js')).headers.get('x-content-type-options'), 'nosniff');
    for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/.hidden', '/folder/.git/config', '/link', '/nothing'])
      same([path, await status(path)], [path, 404]);
    same([await status('/.pyhost/message/1'), await status('/.pyhost/connect')], [403, 403]);
    await failed(fetch('app://elsewhere/test.js'));
    await failed(fetch('file:///etc/passwd'));
  },

  async connects_once() {
    same((await failed(connected())).message.includes('409'), true);
  },

  async shows_frames() {
    location.href = '/framed.html';
    await stays();
  },

  async opens_another_window(host) {
    await host.invoke('open_window');
    await until(async () => (await host.invoke('told')) !== '');
    same(await host.invoke('told'), 'other: permission_denied');
    same(await host.invoke('echo', { value: localStorage.length }), 0);
  },

  async keeps_what_it_stores(host) {
    const before = localStorage.getItem('kept');
    localStorage.setItem('kept', 'by the page before');
    await host.invoke('tell', { what: before ?? 'nothing' });
    await soon(200);
  },

  async draws(host) {
    const losses = await host.invoke('losses');
    const chart = document.getElementById('chart');
    const line = document.createElementNS(chart.namespaceURI, 'polyline');
    line.setAttribute('points', losses.map((loss, i) => `${i * 40},${200 - loss * 200}`).join(' '));
    for (const [name, value] of Object.entries({ fill: 'none', stroke: '#d00000', 'stroke-width': 6 })) line.setAttribute(name, value);
    chart.append(line);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const { left, top } = chart.getBoundingClientRect();
    const points = losses.slice(1, -1).map((loss, i) => [left + (i + 1) * 40, top + 200 - loss * 200]);
    const colours = await host.invoke('colours', { points: points.flatMap(([x, y]) => [[x, y], [x, y + 40]]).flat().map(Math.round) });
    same(colours, points.flatMap(() => ['d00000', 'ffffff']));
  },

  async ends_with_its_process(host) {
    host.invoke('sleep', {}, { onprogress: () => host.invoke('end_process') });
    await stays();
  },

  async is_closed(host) {
    host.invoke('sleep', {}, { onprogress: () => window.close() });
    await stays();
  },

  async takes_no_messages(host) {
    const why = failed((async () => {
      for await (const item of host.stream('mixed', { n: 60 }, { credit: 100 })) void item;
    })());
    for (const end = performance.now() + 1500; performance.now() < end;);
    same((await why).code, 'closed');
    same((await failed(host.invoke('echo', { value: 1 }))).message, 'the host is gone');
    const again = await connected();
    same((await again.invoke('logged')).some((line) => line.includes('taken for gone')), true);
    await again.invoke('report', { problem: '' });
    await stays();
  },

  async outlives_its_app(host) {
    same((await failed(host.invoke('close_app'))).code, 'closed');
    same((await failed(host.invoke('echo', { value: 1 }))).code, 'closed');
    document.title = 'the app is gone';
    await stays();
  },

  async measures(host) {
    const rounds = async (count, one) => {  // the clock of a page has a resolution of a millisecond
      const begin = performance.now();
      for (let i = 0; i < count; ++i) await one();
      return (performance.now() - begin) / count;
    };
    const text = 'x'.repeat(600000), data = bytesOf(8 << 20);
    const burst = () => Promise.all(Array.from({ length: 1000 }, (_, i) => host.invoke('echo', { value: i })));
    await burst();
    const figures = {
      'thousand calls at one time': await rounds(10, burst),
      'small call': await rounds(1000, () => host.invoke('echo', { value: 'x'.repeat(200) })),
      'text of 600 KB and back': await rounds(20, () => host.invoke('echo', { value: text })),
      'bytes of 8 MB there': await rounds(10, () => host.invoke('size', { data })),
      'bytes of 8 MB back': await rounds(10, () => host.invoke('zeros', { size: 8 << 20 })),
    };
    await host.invoke('print', { text: Object.entries(figures).map(([name, ms]) => `${name}: ${ms.toFixed(3)} ms`).join('\n') });
  },
};

// What a page that is gone has known.
let token;
const fetched = globalThis.fetch;
globalThis.fetch = async (path, ...more) => {
  const answer = await fetched(path, ...more);
  if (path === '/.pyhost/connect') token = (await answer.clone().text()).split(' ')[1];
  return answer;
};

const host = await connected();
await report(host, steps[await host.invoke('step')]);
