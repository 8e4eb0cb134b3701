// SPDX-License-Identifier: MIT
// The transport of a page that came from a server of its host; see transport.d.ts.
import { packed, unpacked } from './frame.js';

export async function socketPort(url = `ws://${location.host}/.pyhost/bridge`) {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  await new Promise((opened, failed) => {
    socket.onopen = opened;
    socket.onclose = () => failed(new Error('the host takes no connection'));
  });
  const port = {
    takesBytes: true,
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) throw new Error('the connection to the host has ended');
      socket.send(message.attachments?.length ? packed(message) : message.text);
    },
  };
  socket.onmessage = ({ data }) => port.onmessage?.(typeof data === 'string' ? { text: data } : unpacked(new Uint8Array(data)));
  socket.onclose = () => port.onclose?.();
  return port;
}
