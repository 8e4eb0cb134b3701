// SPDX-License-Identifier: MIT
import type { Transport } from './pyhost.js';

/**
 * Connects the page to its host, the window that shows it or the server that it came from: `const host = new Bridge(await connect())`. To be
 * called once for each load of a page, and in none of its frames: a window refuses a second connection, and one of a frame.
 */
export function connect(): Promise<Transport>;
