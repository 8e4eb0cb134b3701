// SPDX-License-Identifier: MIT
// Draws the losses of a training as they come.
import { Bridge } from './pyhost.js';
import { connect } from './transport.js';

try {
  const host = new Bridge(await connect());
  const losses = [];
  for await (const loss of host.stream('train', { epochs: 10 })) {
    losses.push(loss);
    const points = losses.map((one, i) => `${i * 10},${50 - one * 50}`);
    document.getElementById('losses').setAttribute('points', points.join(' '));
  }
  await host.invoke('trained', { loss: losses.at(-1) });
} catch (why) {
  document.getElementById('failure').textContent = why.code === 'closed' ? 'The program has ended.' : `The training has failed: ${why.message}`;
}
