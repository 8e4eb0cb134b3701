// SPDX-License-Identifier: MIT
// What the pages of the tests have in common: a host, comparisons, and the report of a step.
import { Bridge } from './pyhost.js';
import { connect } from './transport.js';

export const connected = async () => new Bridge(await connect());
export const soon = (ms = 20) => new Promise((done) => setTimeout(done, ms));
export const failed = (promise) => promise.then((value) => { throw new Error(`it did not fail, but gave ${value}`); }, (why) => why);

export function same(found, expected) {
  const [a, b] = [found, expected].map((one) => JSON.stringify(one, (_, value) => (value === undefined ? null : value)));
  if (a !== b) throw new Error(`expected ${b.slice(0, 300)}, got ${a.slice(0, 300)}`);
}

export async function until(holds) {
  for (let i = 0; i < 500; ++i) if (await holds()) return;
    else await soon();
  throw new Error(`it never became true: ${holds}`);
}

/** Runs the step and tells the host what is wrong, or nothing. A step that loads another page never ends here. */
export async function report(host, step) {
  let problem = '';
  try {
    await step(host);
  } catch (why) {
    problem = `${why.message}\n${why.stack}`;
  }
  await host.invoke('report', { problem });
}
