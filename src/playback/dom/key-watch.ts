import type { Clock } from '../../base/clock.ts';

/** A page that opens films with keys of its own has so long for it. */
const PATIENCE_MS = 5000;

export type KeyWatchOptions = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The film is encrypted, and nobody gave the element keys: without a word it would wait forever. */
  onMissing(): void;
};

/** Looks out for encrypted films that nobody can open, until `signal` aborts. */
export function watchForKeys(element: HTMLMediaElement, { clock, signal, onMissing }: KeyWatchOptions): void {
  const look = () => {
    if (element.mediaKeys === null && element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) onMissing();
  };
  const onEncrypted = () => {
    const cancel = clock.schedule(PATIENCE_MS, look);
    signal.addEventListener('abort', cancel, { once: true });
  };
  element.addEventListener('encrypted', onEncrypted, { once: true, signal });
}
