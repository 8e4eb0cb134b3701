// SPDX-License-Identifier: MIT
// The transport of a page that came from a server of its host; see transport.d.ts.
import { closed } from './error.js';
import { packed, unpacked } from './frame.js';

export async function socketPort(url = `ws://${location.host}/.pyhost/bridge`) {
  const socket = new WebSocket(url, ['pyhost', localStorage.getItem('pyhost') ?? 'none']);  // the ticket; see web_access.hpp
  socket.binaryType = 'arraybuffer';
  await new Promise((opened, failed) => {
    socket.onopen = opened;
    socket.onclose = () => failed(new Error('the host takes no connection'));
  });
  const port = {
    takesBytes: true,
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) throw closed();
      socket.send(message.attachments?.length ? packed(message) : message.text);
    },
  };
  socket.onmessage = ({ data }) => port.onmessage?.(typeof data === 'string' ? { text: data } : unpacked(new Uint8Array(data)));
  socket.onclose = () => port.onclose?.();
  return port;
}
