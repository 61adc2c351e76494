import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SegmentArchive } from '../../src/swarm/segment-archive.ts';

/** What every implementation of the `SegmentArchive` port does. */
export function describeSegmentArchive(name: string, open: () => Promise<SegmentArchive>): void {
  describe(name, () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
    let archive: SegmentArchive;
    beforeEach(async () => {
      archive = await open();
    });
    afterEach(() => archive.destroy());

    it('gives back what it was given, whole and in part', async () => {
      expect(await archive.write('main-0-7', bytes)).toBe(true);
      expect(await archive.read('main-0-7', { start: 0, end: 1000 })).toEqual(bytes);
      expect(await archive.read('main-0-7', { start: 10, end: 20 })).toEqual(bytes.slice(10, 20));
    });

    it('has nothing of what it was not given, what is beyond the end, and what was removed', async () => {
      expect(await archive.read('main-0-8', { start: 0, end: 1 })).toBeNull();
      await archive.write('main-0-7', bytes);
      expect(await archive.read('main-0-7', { start: 990, end: 1001 })).toBeNull();
      await archive.remove('main-0-7');
      expect(await archive.read('main-0-7', { start: 0, end: 1 })).toBeNull();
      await archive.remove('main-0-7');
    });

    it('has nothing and takes nothing after its end, which may come twice', async () => {
      await archive.write('main-0-7', bytes);
      await archive.destroy();
      await archive.destroy();
      expect(await archive.read('main-0-7', { start: 0, end: 1 })).toBeNull();
      expect(await archive.write('main-0-8', bytes)).toBe(false);
    });
  });
}
