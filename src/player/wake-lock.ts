import type { Log } from '../base/log.ts';

/** Keeps the screen awake while a film plays. */
export interface WakeLock {
  setWanted(isWanted: boolean): void;
  destroy(): void;
}

/**
 * A browser lets go of the lock by itself when the page is hidden, so it is asked for again when the page is back.
 * Where there is no such lock, or where it is refused (low battery, no permission in a frame), nothing happens.
 */
export function createWakeLock(log: Log): WakeLock {
  const lifetime = new AbortController();
  let isWanted = false;
  let isAsking = false;
  let held: WakeLockSentinel | null = null;

  const letGo = () => {
    held?.release().catch((error: unknown) => log.note('debug', 'The wake lock was gone already.', { error }));
    held = null;
  };
  const ask = async () => {
    if (!isWanted || isAsking || (held !== null && !held.released)) return;
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    isAsking = true;
    try {
      held = await navigator.wakeLock.request('screen');
      if (!isWanted) letGo();
    } catch (error) {
      log.note('debug', 'The screen may sleep: the wake lock was refused.', { error });
    } finally {
      isAsking = false;
    }
  };
  document.addEventListener('visibilitychange', () => void ask(), { signal: lifetime.signal });

  const setWanted = (value: boolean) => {
    if (value === isWanted) return;
    isWanted = value;
    if (isWanted) void ask();
    else letGo();
  };
  return {
    setWanted,
    destroy() {
      lifetime.abort();
      setWanted(false);
    },
  };
}
