// SPDX-License-Identifier: MIT
// What a message costs between a page and its host, there and back; as the script of a page it reports it.
import { Bridge } from './pyhost.js';
import { connect } from './transport.js';

async function mean(rounds, call) {
  await call();
  const begin = performance.now();
  for (let round = 0; round < rounds; ++round) await call();
  return (performance.now() - begin) / rounds;
}

/** Milliseconds, the mean of each. */
async function measure(host) {
  const small = { value: 'x'.repeat(150) }, text = { value: 'x'.repeat(600_000) }, data = new Uint8Array(8_000_000);
  return {
    'a command of 200 bytes': await mean(1000, () => host.invoke('echo', small)),
    'a text of 600 KB': await mean(50, () => host.invoke('echo', text)),
    '8 MB of bytes': await mean(10, () => host.invoke('echo', { value: data })),
  };
}

const host = new Bridge(await connect());
await host.invoke('report', { what: await measure(host) });
