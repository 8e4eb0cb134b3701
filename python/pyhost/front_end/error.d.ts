// SPDX-License-Identifier: MIT
import type { CommandError } from './pyhost.js';

export { CommandError, type Failure } from './pyhost.js';

/** The error of a call whose host is gone: "closed". */
export function closed(): CommandError;

/** The error of an `invoke()` whose command gives items: "is_stream". */
export function isStream(command: string): CommandError;
