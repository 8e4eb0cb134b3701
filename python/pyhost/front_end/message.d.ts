// SPDX-License-Identifier: MIT
import type { Message } from './pyhost.js';

/** The text of a message, with its bytes beside it, or in it as base64. Throws a TypeError for what cannot be sent. */
export function encoded(message: object, takesBytes?: boolean): Required<Message>;

/** What encoded() has made of a message, with its bytes in their places. */
export function decoded(message: Message): any;
