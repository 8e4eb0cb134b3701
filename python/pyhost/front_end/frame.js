// SPDX-License-Identifier: MIT
// Messages as bytes: the text; with attachments a zero byte, then the text and each attachment behind their lengths.

export function packed({ text, attachments = [] }) {
  const parts = [new TextEncoder().encode(text)];
  if (!attachments.length) return parts[0];
  parts.push(...attachments);
  const whole = new Uint8Array(parts.reduce((size, part) => size + 4 + part.length, 1));
  const view = new DataView(whole.buffer);
  let at = 1;
  for (const part of parts) {
    view.setUint32(at, part.length, true);
    whole.set(part, at + 4);
    at += 4 + part.length;
  }
  return whole;
}

export function unpacked(whole) {
  const textOf = (bytes) => new TextDecoder().decode(bytes);
  if (whole[0] !== 0) return { text: textOf(whole), attachments: [] };
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const parts = [];
  for (let at = 1; at < whole.length; at += 4 + parts.at(-1).length) parts.push(whole.slice(at + 4, at + 4 + view.getUint32(at, true)));
  return { text: textOf(parts[0]), attachments: parts.slice(1) };
}
