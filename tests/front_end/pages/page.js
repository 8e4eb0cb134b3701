// SPDX-License-Identifier: MIT
// A page with a button that trains and one that cancels; the tests use its bridge too.
import { Bridge } from './pyhost.js';
import { connect } from './transport.js';

const find = (id) => document.getElementById(id);
const show = (id, text) => (find(id).textContent = text);

const port = await connect();
const host = new Bridge(port);
const closed = port.onclose;
port.onclose = () => closed(show('state', 'closed'));

find('train').onclick = async () => {
  const control = new AbortController();
  find('cancel').disabled = false;
  find('cancel').onclick = () => control.abort();
  show('state', 'training');
  try {
    const { losses } = await host.invoke('train', { epochs: Number(find('epochs').value), pause: 0.02 }, {
      signal: control.signal,
      onprogress: ({ done, of }) => (find('done').value = done / of),
    });
    show('state', `trained ${losses.length}`);
  } catch (why) {
    show('state', why.name);
    show('error', `${why.code} ${why.kind}: ${why.message}`);
  }
  find('cancel').disabled = true;
};
await host.listen('said', (what) => show('heard', what));
Object.assign(globalThis, { host, port });
show('state', 'ready');
