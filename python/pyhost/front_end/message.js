// SPDX-License-Identifier: MIT
// What a message is made of: its text, and the bytes beside it where the transport takes them, else in it as base64.

const toBase64 = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));
const fromBase64 = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

// JSON would make `{}` of them.
const withoutText = [Map, Set, Promise, Blob];

// The form of a value that JSON has none for; other values as they are.
function plain(value) {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8ClampedArray || value instanceof DataView) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array)) return Array.from(value);
  const kind = withoutText.find((one) => value instanceof one);
  if (kind) throw new TypeError(`a ${kind.name} cannot be sent: give what is in it, as an array, a plain object or a Uint8Array`);
  return value;
}

export function encoded(message, takesBytes) {
  const attachments = [];
  const text = JSON.stringify(message, (_, given) => {
    const value = plain(given);
    if (!(value instanceof Uint8Array)) return value;
    return { $bytes: takesBytes ? attachments.push(value) - 1 : toBase64(value) };
  });
  return { text, attachments };
}

export function decoded({ text, attachments = [] }) {
  if (!text.includes('"$bytes"')) return JSON.parse(text);
  return JSON.parse(text, (_, value) => {
    if (value?.$bytes == null || Object.keys(value).length > 1) return value;
    return typeof value.$bytes === 'string' ? fromBase64(value.$bytes) : attachments[value.$bytes];
  });
}
