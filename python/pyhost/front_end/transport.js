// SPDX-License-Identifier: MIT
// The way from a page to its host: the window that shows it, or the server that it came from.
import { webkitPort } from './webkit.js';

async function socketPort() {
  throw new Error('this page is in no window of its host');
}

export const connect = () => (globalThis.webkit?.messageHandlers?.pyhost ? webkitPort() : socketPort());
