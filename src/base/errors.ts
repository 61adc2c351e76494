/** Facts that help whoever reads an error; values that JSON can hold, never secrets. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The one error of this library: a sentence for people, a code for programs.
 * Each folder has its own union of codes; `PlayerError<SourceErrorCode>` narrows to it.
 */
export class PlayerError<Code extends string = string> extends Error {
  override readonly name = 'PlayerError';
  readonly code: Code;
  readonly context: ErrorContext;

  constructor(code: Code, message: string, options: { cause?: unknown; context?: ErrorContext } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.context = options.context ?? {};
  }
}

/** An outcome that a caller has to look at: hostile input and refused requests are values, not throws. */
export type Result<Value, Failure = PlayerError> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function failure<Failure>(error: Failure): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error };
}
