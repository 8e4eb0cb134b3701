// SPDX-License-Identifier: MIT
// A page whose frame tries to be first.
import { connected, report, same } from './harness.js';

const heard = new Promise((done) => addEventListener('message', ({ data }) => done(data)));
document.body.append(Object.assign(document.createElement('iframe'), { src: '/intruder.html', sandbox: 'allow-scripts' }));
const { told } = await heard;
await report(await connected(), async (host) => {
  same(told, ['null', 'refused', '0', 'refused']);
  same(await host.invoke('touched'), 0);
  same((await host.invoke('logged')).some((line) => line.includes('without the token')), true);
});
