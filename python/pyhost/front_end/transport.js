// SPDX-License-Identifier: MIT
// The way from a page to its host: the window that shows it, or the server that it came from.
import { webkitPort } from './webkit.js';
import { socketPort } from './websocket.js';

export const connect = () => (globalThis.webkit?.messageHandlers?.pyhost ? webkitPort() : socketPort());
