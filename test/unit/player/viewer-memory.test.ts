import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../../../src/base/storage.ts';
import { createViewerMemory } from '../../../src/player/viewer-memory.ts';

const DAY_MS = 86_400_000;

function setUp(date = '2026-03-31T12:00:00Z') {
  const storage = createMemoryStorage();
  let wallMs = Date.parse(date);
  const clock = { nowMs: () => 0, wallMs: () => wallMs, schedule: () => () => undefined };
  const memory = createViewerMemory(storage, clock);
  return { storage, memory, wait: (ms: number) => (wallMs += ms) };
}

describe('createViewerMemory', () => {
  it('knows nothing at the first visit', () => {
    const { memory } = setUp();
    expect([memory.volume(), memory.isMuted(), memory.rate(), memory.quality(), memory.sharing()]).toEqual(
      Array(5).fill(null),
    );
    expect(memory.captionLanguage()).toBeUndefined();
    expect(memory.positionSeconds('a')).toBeNull();
    expect(memory.monthUploadedBytes()).toBe(0);
  });

  it('keeps what the viewer chose', () => {
    const { memory } = setUp();
    memory.setVolume(0.25);
    memory.setMuted(true);
    memory.setRate(1.5);
    memory.setQuality(720);
    memory.setCaptionLanguage('fr');
    memory.setSharing(false);
    memory.setMonthlyUploadLimitBytes(5e9);
    expect(memory.volume()).toBe(0.25);
    expect(memory.isMuted()).toBe(true);
    expect(memory.rate()).toBe(1.5);
    expect(memory.quality()).toBe(720);
    expect(memory.captionLanguage()).toBe('fr');
    expect(memory.sharing()).toBe(false);
    expect(memory.monthlyUploadLimitBytes()).toBe(5e9);
  });

  it('tells captions that were turned off from captions that were never chosen', () => {
    const { memory } = setUp();
    memory.setCaptionLanguage(null);
    expect(memory.captionLanguage()).toBeNull();
  });

  it("takes PeerTube's own answer to sharing where ours is missing", () => {
    const { memory, storage } = setUp();
    storage.write('peertube-videojs-webtorrent_enabled', 'false');
    expect(memory.sharing()).toBe(false);
    memory.setSharing(true);
    expect(memory.sharing()).toBe(true);
  });

  it('takes nonsense in the storage for nothing', () => {
    const { memory, storage } = setUp();
    const kept = {
      volume: '7',
      muted: 'maybe',
      rate: 'fast',
      quality: '-1',
      upload: 'x y',
      history: '[1',
      sharing: '1',
    };
    for (const [key, value] of Object.entries(kept)) storage.write(`fleuve:${key}`, value);
    expect([memory.volume(), memory.isMuted(), memory.rate(), memory.quality(), memory.sharing()]).toEqual(
      Array(5).fill(null),
    );
    expect(memory.monthUploadedBytes()).toBe(0);
    expect(memory.positionSeconds('constructor')).toBeNull();
    storage.write('fleuve:history', '{"a":{"s":"12","at":1},"b":7}');
    expect(memory.positionSeconds('a')).toBeNull();
  });

  it('remembers where a film was left for thirty days, and forgets it at the end', () => {
    const { memory, wait } = setUp();
    memory.setPositionSeconds('a', 61.7);
    memory.setPositionSeconds('b', 5);
    expect(memory.positionSeconds('a')).toBe(61);
    memory.setPositionSeconds('b', null);
    expect(memory.positionSeconds('b')).toBeNull();
    wait(29 * DAY_MS);
    expect(memory.positionSeconds('a')).toBe(61);
    wait(2 * DAY_MS);
    expect(memory.positionSeconds('a')).toBeNull();
  });

  it('keeps the 200 films that were watched last', () => {
    const { memory, wait } = setUp();
    for (let i = 0; i <= 200; i++) {
      memory.setPositionSeconds(`film-${i}`, 10);
      wait(1000);
    }
    expect(memory.positionSeconds('film-0')).toBeNull();
    expect(memory.positionSeconds('film-1')).toBe(10);
    expect(memory.positionSeconds('film-200')).toBe(10);
  });

  it('adds up what was uploaded in a month and begins anew with the next', () => {
    const { memory, wait } = setUp('2026-03-31T12:00:00Z');
    memory.addUploadedBytes(1000);
    memory.addUploadedBytes(500);
    expect(memory.monthUploadedBytes()).toBe(1500);
    wait(DAY_MS);
    expect(memory.monthUploadedBytes()).toBe(0);
  });
});
