// SPDX-License-Identifier: MIT
// What a message costs between a page and its host, there and back.

async function median(rounds, call) {
  const times = [];
  for (let round = 0; round < rounds; ++round) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[rounds >> 1];
}

/** Milliseconds, the median of each. */
export async function measure(host) {
  const small = { value: 'x'.repeat(150) }, text = { value: 'x'.repeat(600_000) }, data = new Uint8Array(8_000_000);
  return {
    'a command of 200 bytes': await median(1000, () => host.invoke('echo', small)),
    'a text of 600 KB': await median(50, () => host.invoke('echo', text)),
    '8 MB of bytes': await median(10, () => host.invoke('echo', { value: data })),
  };
}
