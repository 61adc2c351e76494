import { describe, expect, it } from 'vitest';
import { createSwarm } from '../../../src/swarm/swarm.ts';
import { describeSegmentArchive } from '../../compliance/segment-archive.ts';
import { createMemoryArchive } from '../../support/memory-archive.ts';
import { createFilm, createStage } from '../../support/swarm-stage.ts';

const FILM = createFilm({ segments: 20, segmentBytes: 200_000 });
const SMALL = { memoryBytes: 1_300_000 };

describeSegmentArchive('createMemoryArchive', async () => createMemoryArchive());

async function watchWhole(archive: ReturnType<typeof createMemoryArchive> | null) {
  const stage = createStage({ film: FILM });
  const viewer = stage.addViewer({
    config: SMALL,
    create: (options) => createSwarm({ ...options, openArchive: async () => archive }),
  });
  viewer.watch();
  await stage.run(90_000);
  expect(viewer.played.size).toBe(20);
  return { stage, viewer };
}

describe('SecondTier', () => {
  it('keeps the beginning of a film for a seek back and for those who come later', async () => {
    const archive = createMemoryArchive();
    const { stage, viewer } = await watchWhole(archive);
    expect(archive.files.has('main-0-0')).toBe(true);
    const mediaBytes = stage.origin.mediaBytes;
    const again = viewer.load(0);
    await stage.run(1000);
    expect((await again).source).toBe('store');
    const second = stage.addViewer();
    second.watch();
    await stage.run(90_000);
    expect(second.played.size).toBe(20);
    expect(second.wrong).toEqual([]);
    expect(stage.origin.mediaBytes - mediaBytes).toBeLessThan(2 * 201_000);
    viewer.leave();
    await stage.run(10);
    expect(archive.files.size).toBe(0);
  });

  it('asks elsewhere for what cannot be read any more', async () => {
    const archive = createMemoryArchive();
    const { stage, viewer } = await watchWhole(archive);
    archive.files.clear();
    const again = viewer.load(0);
    await stage.run(3000);
    expect((await again).source).toBe('http');
    expect(viewer.wrong).toEqual([]);
  });

  it('keeps within the limit of the archive', async () => {
    const archive = createMemoryArchive(500_000);
    await watchWhole(archive);
    expect(archive.files.size).toBe(2);
  });

  it('plays on without an archive', async () => {
    const { viewer } = await watchWhole(null);
    expect(viewer.errors).toEqual([]);
    expect(viewer.stalledMs).toBe(0);
  });
});
