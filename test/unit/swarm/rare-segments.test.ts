import { describe, expect, it } from 'vitest';
import { IDLE_PLAYHEAD } from '../../../src/media/playhead.ts';
import { Catalogue } from '../../../src/swarm/catalogue.ts';
import { DEFAULT_SWARM_CONFIG } from '../../../src/swarm/config.ts';
import { findRare } from '../../../src/swarm/rare-segments.ts';

/** A film of twenty minutes in segments of four seconds; the viewer is at its beginning. */
function find({
  holders = {},
  stored = [],
  storedShare = 0,
  isPaused = false,
  isLive = false,
}: {
  holders?: Record<number, number>;
  stored?: number[];
  storedShare?: number;
  isPaused?: boolean;
  isLive?: boolean;
}): number[] {
  const catalogue = new Catalogue();
  const segments = Array.from({ length: 300 }, (_, id) => ({
    streamKey: 'main-0',
    id,
    url: 'https://video.example/film.mp4',
    range: { start: id * 1000, end: (id + 1) * 1000 },
    startSeconds: 4 * id,
    durationSeconds: 4,
  }));
  catalogue.setPlaylist({ streamKey: 'main-0', url: 'https://video.example/film.m3u8', isLive, segments });
  const playhead = { ...IDLE_PLAYHEAD, isPaused, activeStreams: ['main-0'] };
  return findRare([{ playhead, demanded: new Map() }], {
    catalogue,
    config: DEFAULT_SWARM_CONFIG,
    store: { sizeBytes: storedShare * 100, limitBytes: 100, has: (_, id) => stored.includes(id) },
    peers: [0, 1].map((nth) => ({ holds: (_, id) => (holders[id] ?? 0) > nth })),
  }).map(({ segment }) => segment.id);
}

describe('findRare', () => {
  it('finds what one neighbour alone holds, beyond what is fetched anyway', () => {
    expect(find({ holders: { 5: 1, 40: 1, 41: 2, 42: 1 } })).toEqual([40, 42]);
  });

  it('takes a few at a time, and none that is stored', () => {
    const holders = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [30 + i, 1]));
    expect(find({ holders, stored: [30, 31] })).toEqual([32, 33, 34]);
  });

  it('looks no further than ten minutes ahead', () => {
    expect(find({ holders: { 149: 1, 160: 1 } })).toEqual([149]);
  });

  it('leaves it to others while paused, in a live, and where the store is nearly full', () => {
    const holders = { 40: 1 };
    expect(find({ holders, isPaused: true })).toEqual([]);
    expect(find({ holders, isLive: true })).toEqual([]);
    expect(find({ holders, storedShare: 0.81 })).toEqual([]);
    expect(find({ holders, storedShare: 0.79 })).toEqual([40]);
  });
});
