// SPDX-License-Identifier: MIT
import type { Transport } from './pyhost.js';

/** Connects to a server of a host, by default to that which the page came from, with the ticket that it has given to the browser. */
export function socketPort(url?: string): Promise<Transport>;
