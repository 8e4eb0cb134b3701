// SPDX-License-Identifier: MIT
// The way from a page to its host, for a Bridge; see transport.d.ts.

const toText = new TextDecoder(), toBytes = new TextEncoder();

/** The text alone, or with attachments a zero byte, then the text and each attachment behind their lengths. */
export function packed({ text, attachments = [] }) {
  if (!attachments.length) return text;
  const parts = [toBytes.encode(text), ...attachments];
  const whole = new Uint8Array(parts.reduce((size, part) => size + 4 + part.length, 1));
  let at = 1;
  for (const part of parts) {
    new DataView(whole.buffer).setUint32(at, part.length, true);
    whole.set(part, at + 4);
    at += 4 + part.length;
  }
  return whole;
}

export function unpacked(data) {
  if (typeof data === 'string') return { text: data };
  const [text, ...attachments] = (function* () {
    for (let at = 1, size; at < data.byteLength; at += 4 + size) {
      size = new DataView(data).getUint32(at, true);
      yield new Uint8Array(data, at + 4, size);
    }
  })();
  return { text: toText.decode(text), attachments };
}

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
      socket.send(packed(message));
    },
    close: () => socket.close(),
  };
  socket.onmessage = ({ data }) => port.onmessage?.(unpacked(data));
  socket.onclose = () => port.onclose?.();
  return port;
}

/** The host of this page. */
export const connect = () => socketPort();
