// SPDX-License-Identifier: MIT
// The page of a window that may do less.
import { connected, failed } from './harness.js';

const host = await connected();
localStorage.setItem('of', 'the other window');
const why = await failed(host.invoke('echo', { value: 1 }));
await host.invoke('tell', { what: `${await host.invoke('window_name')}: ${why.code}` });
