// SPDX-License-Identifier: MIT

/** What carries messages between a page and its host. `Bridge` sets both handlers. */
export interface Transport {
  /** Whether attachments reach the host; without, bytes are base64 in the text. */
  takesBytes?: boolean;
  send(message: Message): void;
  onmessage?: (message: Message) => void;
  /** To be called when the connection is lost: what is on its way fails with the code "closed". */
  onclose?: () => void;
}

export interface Message {
  text: string;
  attachments?: Uint8Array[];
}

/** What a CommandError is made of. A cause without a code has that of what it has caused. */
export interface Failure {
  code: string;
  kind: string;
  message: string;
  data?: unknown;
  cause?: Omit<Failure, 'code'> & { code?: string };
  trace?: string;
}

/**
 * Why a call has failed. `code` is for programs: "failed", "permission_denied", "invalid_arguments", "busy", "is_stream", "closed", or one of the
 * command.
 */
export class CommandError extends Error {
  constructor(failure: Failure);

  readonly code: string;
  /** The class of the exception in Python or C++. */
  readonly kind: string;
  readonly data?: unknown;
  /** The exception that this one comes from. */
  readonly cause?: CommandError;
  /** Python's traceback, from a host in development. */
  readonly trace?: string;
}

export interface CallOptions {
  /** Cancels the call; its promise is rejected at once, with the reason of the signal. */
  signal?: AbortSignal;
  /** Milliseconds; then the host cancels the call, which fails with the code "timed_out". Infinity is none. */
  timeout?: number;
  onprogress?: (progress: any) => void;
}

export interface StreamOptions extends CallOptions {
  /** How many items the host may send before they are read, 1 or more. */
  credit?: number;
}

/**
 * The host of a page. Arguments are by name. In them a Uint8Array, Uint8ClampedArray, ArrayBuffer or DataView is bytes, any other typed array a
 * list of numbers; a Map, Set, Blob or Promise is refused with a TypeError, as bigint is by JSON. Bytes of results are Uint8Arrays.
 */
export class Bridge {
  constructor(transport: Transport);

  /** Is fulfilled when the host is gone, before what is on its way fails. */
  readonly closed: Promise<void>;

  /** Calls a command. The promise is rejected with a CommandError, of the code "is_stream" for a command that gives items. */
  invoke<Result = any>(command: string, args?: object, options?: CallOptions): Promise<Result>;

  /**
   * The items of a command that is a generator, as fast as they are read; leaving the loop cancels it. `return()` of the generator waits for the
   * item that is being waited for: a signal does not.
   */
  stream<Item = any>(command: string, args?: object, options?: StreamOptions): AsyncGenerator<Item, any, void>;

  /** Calls the handler for each event; the last one that is kept comes first. The promise gives a function that ends it. */
  listen<Data = any>(event: string, handler: (data: Data) => void): Promise<() => Promise<void>>;
}
