// SPDX-License-Identifier: MIT
import type { Transport } from './pyhost.js';

/** Connects the page to its host: `const host = new Bridge(await connect())`. Once for each load of a page, in none of its frames. */
export function connect(): Promise<Transport>;
