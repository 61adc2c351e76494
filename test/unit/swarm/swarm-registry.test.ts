import { describe, expect, it } from 'vitest';
import { createSwarmRegistry } from '../../../src/swarm/swarm-registry.ts';
import { createFilm, createStage } from '../../support/swarm-stage.ts';

const FILM = createFilm({ segments: 10, segmentBytes: 100_000 });
const FILM_BYTES = FILM.playlist.segments.reduce((sum, { range }) => sum + range!.end - range!.start, 0);

describe('createSwarmRegistry', () => {
  it('lets two players of one film on a page share what either has', async () => {
    const stage = createStage({ film: FILM });
    const registry = createSwarmRegistry();
    const first = stage.addViewer({ create: registry.createSwarm });
    const second = stage.addViewer({ create: registry.createSwarm });
    first.watch();
    await stage.run(6000);
    second.watch();
    await stage.run(50_000);
    expect(first.played.size).toBe(10);
    expect(second.played.size).toBe(10);
    expect(stage.origin.mediaBytes).toBe(FILM_BYTES);
    expect(first.supply.stats().storedBytes).toBe(FILM_BYTES);
  });

  it('leaves the other player running when one is destroyed, and frees all with the last', async () => {
    const stage = createStage({ film: FILM });
    const registry = createSwarmRegistry();
    const first = stage.addViewer({ create: registry.createSwarm });
    const second = stage.addViewer({ create: registry.createSwarm });
    first.watch();
    second.watch();
    await stage.run(3000);
    first.supply.destroy();
    first.supply.destroy();
    await expect(first.load(0)).rejects.toMatchObject({ code: 'destroyed' });
    await stage.run(50_000);
    expect(second.played.size).toBe(10);
    expect(second.wrong).toEqual([]);
    second.supply.destroy();
    expect(second.supply.stats().storedBytes).toBe(0);
    const third = stage.addViewer({ create: registry.createSwarm });
    expect((await Promise.all([third.load(0), stage.run(5000)]))[0].source).toBe('http');
  });

  it('counts what is shared once, and goes on counting with the player that is left', async () => {
    const stage = createStage({ film: FILM });
    const registry = createSwarmRegistry();
    const first = stage.addViewer({ create: registry.createSwarm });
    const second = stage.addViewer({ create: registry.createSwarm });
    first.watch();
    second.watch();
    await stage.run(3000);
    expect(second.supply.stats().httpBytes).toBe(0);
    first.supply.destroy();
    const before = first.supply.stats().httpBytes;
    expect(before).toBeGreaterThan(0);
    await stage.run(50_000);
    expect(second.supply.stats().httpBytes).toBeGreaterThan(0);
    expect(before + second.supply.stats().httpBytes).toBe(stage.origin.mediaBytes);
    expect(first.supply.stats().httpBytes).toBe(before);
  });

  it('shares while every player may', () => {
    const stage = createStage({ film: FILM });
    const registry = createSwarmRegistry();
    const first = stage.addViewer({ create: registry.createSwarm });
    expect(first.supply.stats().isSharing).toBe(true);
    const second = stage.addViewer({ create: registry.createSwarm, isSharing: false });
    expect(first.supply.stats().isSharing).toBe(false);
    second.supply.destroy();
    expect(first.supply.stats().isSharing).toBe(true);
  });

  it('keeps players apart that connect in other ways', async () => {
    const stage = createStage({ film: FILM });
    const { createSwarm } = createSwarmRegistry();
    const [open, relayed] = ['open', 'relayed'].map((shareKey) =>
      stage.addViewer({ create: (options) => createSwarm({ ...options, shareKey }) }),
    );
    await Promise.all([open!.load(0), stage.run(5000)]);
    expect(relayed!.supply.stats().storedBytes).toBe(0);
  });
});
