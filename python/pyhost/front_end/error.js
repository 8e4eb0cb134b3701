// SPDX-License-Identifier: MIT
// Why a call has failed; see pyhost.d.ts.

export class CommandError extends Error {
  constructor({ code, kind, message, data, cause, trace }) {
    super(message, cause && { cause: new CommandError({ code, ...cause }) });
    Object.assign(this, { name: 'CommandError', code, kind, data, trace });
  }
}

export const closed = () => new CommandError({ code: 'closed', kind: 'Closed', message: 'the host is gone' });

export const isStream = (command) =>
  new CommandError({ code: 'is_stream', kind: 'IsStream', message: `the command '${command}' gives items: call it by stream()` });
