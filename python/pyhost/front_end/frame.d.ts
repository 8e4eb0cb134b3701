// SPDX-License-Identifier: MIT
import type { Message } from './pyhost.js';

/** A message as bytes: the text; with attachments a zero byte, then the text and each attachment behind their lengths. */
export function packed(message: Message): Uint8Array;

/** What packed() has made of a message. */
export function unpacked(whole: Uint8Array): Required<Message>;
