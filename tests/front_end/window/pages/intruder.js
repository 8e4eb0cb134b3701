// SPDX-License-Identifier: MIT
// A frame of another origin, which tries to call a command.
const read = async (mode, headers) => {
  try {
    const answer = await fetch('app://localhost/.pyhost/connect', { method: 'POST', mode, headers, body: '' });
    return `${answer.status}${await answer.text()}`;
  } catch {
    return 'refused';
  }
};

(async () => {
  const handler = globalThis.webkit?.messageHandlers?.pyhost;
  for (const token of ['', '0'.repeat(32), 'undefined']) handler?.postMessage(`${token}{"id":1,"command":"touch"}`);
  const told = [self.origin, await read('cors', { 'pyhost-token': 'none' }), await read('no-cors', { 'pyhost-token': 'none' }), await read('cors', {})];
  parent.postMessage({ told, hasHandler: Boolean(handler) }, '*');
})();
