/** Where time comes from. The browser's is in `platform/`, the virtual one of the tests in `test/support/`. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  nowMs(): number;
  /** Unix time in milliseconds, for what people see; it may jump. */
  wallMs(): number;
  /** Runs `task` once, `delayMs` from now; calling what it returns cancels it and may be done twice. */
  schedule(delayMs: number, task: () => void): () => void;
}

/** Resolves after `delayMs`; rejects with the signal's reason as soon as it aborts. */
export function delay(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
