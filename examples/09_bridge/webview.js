// SPDX-License-Identifier: MIT
// The page's side of webview.hpp: `new Bridge(webviewPort())`.
export function webviewPort() {
  const port = { send: ({ text }) => void globalThis.pyhost_send(JSON.parse(text)) };
  globalThis.pyhost_receive = (text) => port.onmessage({ text });
  return port;
}
