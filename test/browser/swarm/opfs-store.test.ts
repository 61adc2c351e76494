import { describe, expect, it } from 'vitest';
import { openOpfsArchive, removeLeftVisits } from '../../../src/swarm/dom/opfs-store.ts';
import { describeSegmentArchive } from '../../compliance/segment-archive.ts';

const quotaOf = (quota: number) => ({
  getDirectory: () => navigator.storage.getDirectory(),
  estimate: async () => ({ quota }),
});
const onLost = () => undefined;

async function open() {
  const archive = await openOpfsArchive({ onLost, isSavingData: false, storage: quotaOf(4e9) });
  if (archive === null) throw new Error('No archive.');
  return archive;
}

async function visits(): Promise<string[]> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('fleuve-visits', { create: true });
  const names: string[] = [];
  for await (const name of (folder as typeof folder & { keys(): AsyncIterable<string> }).keys()) names.push(name);
  return names;
}

describeSegmentArchive('openOpfsArchive', open);

describe('openOpfsArchive, beyond the port', () => {
  it('takes a fifth of the quota and 512 MB at most', async () => {
    const small = await openOpfsArchive({ onLost, storage: quotaOf(2.5e9) });
    expect(small?.limitBytes).toBe(5e8);
    const most = await open();
    expect(most.limitBytes).toBe(512 * 1024 * 1024);
    await small?.destroy();
    await most.destroy();
  });

  it('stays away where there is little room, data is saved, or storage is refused', async () => {
    expect(await openOpfsArchive({ onLost, storage: quotaOf(1e9) })).toBeNull();
    expect(await openOpfsArchive({ onLost, storage: quotaOf(4e9), isSavingData: true })).toBeNull();
    const getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));
    expect(await openOpfsArchive({ onLost, storage: { ...quotaOf(4e9), getDirectory } })).toBeNull();
  });

  it('deletes what a crash left when a film is started, and says whether others use theirs', async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('fleuve-visits', { create: true });
    await folder.getDirectoryHandle('crashed', { create: true });
    const other = await open();
    expect(await removeLeftVisits()).toBe(false);
    expect(await visits()).toHaveLength(1);
    await other.destroy();
    expect(await removeLeftVisits()).toBe(true);
    expect(await visits()).toEqual([]);
  });

  it('leaves nothing behind, deletes what a crash left, and spares what others use', async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('fleuve-visits', { create: true });
    await folder.getDirectoryHandle('crashed', { create: true });
    const first = await open();
    const second = await open();
    const names = await visits();
    expect(names).toHaveLength(2);
    expect(names).not.toContain('crashed');
    await first.write('main-0-0', Uint8Array.of(1));
    expect(await first.read('main-0-0', { start: 0, end: 1 })).toEqual(Uint8Array.of(1));
    await first.destroy();
    await second.destroy();
    expect(await visits()).toEqual([]);
  });
});
