import { type ErrorContext, PlayerError } from '../base/errors.ts';

/** Why an input did not become a film. The player asks for a password, a login or patience where that can help. */
export type SourceErrorCode =
  /** The text is no address, id or handle that we know. */
  | 'unrecognised'
  /** An id or a handle without a host, and no `instance` was given. */
  | 'needs-instance'
  | 'needs-password'
  | 'wrong-password'
  /** Private or internal: only people with an account may see it. */
  | 'needs-login'
  | 'forbidden'
  | 'not-found'
  /** `context.retryAfterSeconds` says how long to wait, if the server did. */
  | 'rate-limited'
  | 'server-error'
  /** No answer came at all. */
  | 'unreachable'
  /** An answer came and it is not what this address should answer (HTML, broken or boundless JSON). */
  | 'invalid-answer'
  /** The film exists, and is still being transcoded, imported or moved. */
  | 'not-ready'
  | 'nothing-to-play'
  /** The server that holds the film's media is down and nobody has a copy that can be played. */
  | 'origin-down'
  | 'embed-refused'
  | 'empty-playlist'
  | 'unsupported';

export type SourceError = PlayerError<SourceErrorCode>;

export function sourceError(
  code: SourceErrorCode,
  message: string,
  options: { cause?: unknown; context?: ErrorContext } = {},
): SourceError {
  return new PlayerError(code, message, options);
}
