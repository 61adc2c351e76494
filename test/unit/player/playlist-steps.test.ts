import { describe, expect, it } from 'vitest';
import type { VideoPlaylist } from '../../../src/media/video-playlist.ts';
import { findEntry, stepEntry } from '../../../src/player/playlist-steps.ts';

/** A row of films: their positions; a negative one is a row that cannot be played. */
function list(...positions: number[]): VideoPlaylist {
  const entries = positions.map((position) => ({
    position: Math.abs(position),
    startSeconds: null,
    stopSeconds: null,
    video:
      position < 0
        ? null
        : {
            id: `${position}`,
            input: `${position}`,
            title: '',
            durationSeconds: null,
            thumbnailUrl: null,
            channel: null,
            sensitive: null,
          },
  }));
  return {
    id: 'p',
    title: '',
    description: null,
    pageUrl: null,
    embedUrl: null,
    instance: null,
    owner: null,
    posterUrl: null,
    entries,
  };
}

describe('findEntry', () => {
  it('finds a position as the instance numbers it, gaps or not', () => {
    expect(findEntry(list(1, 2, 5, 6), 5)).toBe(2);
    expect(findEntry(list(1, 2, 5, 6), 3)).toBe(2);
  });

  it('passes by what cannot be played', () => {
    expect(findEntry(list(-1, 2), 1)).toBe(1);
    expect(findEntry(list(1, -2), 2)).toBe(0);
    expect(findEntry(list(-1, -2), 1)).toBe(-1);
    expect(findEntry(list(), 1)).toBe(-1);
  });
});

describe('stepEntry', () => {
  const step = (playlist: VideoPlaylist, from: number, step: 1 | -1, isLooping = false) =>
    stepEntry(playlist, from, { step, isLooping });

  it('goes to the next film that can be played, in both directions', () => {
    const films = list(1, -2, 3);
    expect(step(films, 0, 1)).toBe(2);
    expect(step(films, 2, -1)).toBe(0);
  });

  it('ends with the list unless the list loops', () => {
    const films = list(1, 2, -3);
    expect(step(films, 1, 1)).toBe(-1);
    expect(step(films, 1, 1, true)).toBe(0);
    expect(step(films, 0, -1, true)).toBe(1);
    expect(step(list(1), 0, 1, true)).toBe(0);
    expect(step(list(-1), 0, 1, true)).toBe(-1);
  });
});
