import type { Controls } from './controls.ts';

/** Shares one line among all who download: `take` settles when that many bytes may go out. */
export function createThrottle(controls: Controls): { take(bytes: number): Promise<void> } {
  let freeAt = 0;
  return {
    async take(bytes) {
      const rate = controls.values.rateBytesPerSecond;
      if (rate === null) return;
      const now = performance.now();
      const start = Math.max(now, freeAt);
      freeAt = start + (bytes / rate) * 1_000;
      await waitUntil(freeAt, controls);
    },
  };

  /** A limit that was lifted or changed meanwhile frees everyone who waits. */
  function waitUntil(moment: number, source: Controls): Promise<void> {
    const rate = source.values.rateBytesPerSecond;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        off();
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, moment - performance.now()));
      const off = source.onChange(() => {
        if (source.values.rateBytesPerSecond === rate) return;
        freeAt = 0;
        done();
      });
    });
  }
}
