// SPDX-License-Identifier: MIT
import type { Transport } from './pyhost.js';

/** Connects a page to the window of WebKitGTK that shows it; see connect() of transport.d.ts. */
export function webkitPort(): Promise<Transport>;
