import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../src/base/random.ts';
import type { FileMedia, HlsMedia, Sharing } from '../../../src/media/video.ts';
import type { Quality } from '../../../src/playback/engine.ts';
import { nameCaptions } from '../../../src/player/caption-tracks.ts';
import { chooseIceServers } from '../../../src/player/choose-ice-servers.ts';
import { planPlayback } from '../../../src/player/choose-media.ts';
import { chooseStart } from '../../../src/player/choose-start.ts';
import { chooseRememberedQuality, findQualityId, toRememberedQuality } from '../../../src/player/quality-choice.ts';

const HLS: HlsMedia = { kind: 'hls', url: 'https://t.example/m.m3u8', hashesUrl: null, mirrorUrls: [] };
const FILE: FileMedia = {
  kind: 'file',
  url: 'https://t.example/f.mp4',
  mimeType: 'video/mp4',
  label: '720p',
  widthPx: 1280,
  heightPx: 720,
  frameRate: 25,
  sizeBytes: 1,
  mirrorUrls: [],
};

describe('planPlayback', () => {
  const kinds = (hasMediaSource: boolean, hasNativeHls: boolean, media = [FILE, HLS, FILE] as const) =>
    planPlayback(media, { hasMediaSource, hasNativeHls }).map((way) => way.kind);

  it('prefers what can be shared, lets the browser stream only where nothing else can, and keeps whole files', () => {
    expect(kinds(true, true)).toEqual(['hls', 'file']);
    expect(kinds(true, false)).toEqual(['hls', 'file']);
    expect(kinds(false, true)).toEqual(['native', 'file']);
    expect(kinds(false, false)).toEqual(['file']);
  });

  it('takes files first where the page prefers them', () => {
    const ways = planPlayback([HLS, FILE], { hasMediaSource: true, hasNativeHls: false }, 'file');
    expect(ways.map((way) => way.kind)).toEqual(['file', 'hls']);
  });

  it('plans nothing where nothing can be played', () => {
    expect(planPlayback([HLS], { hasMediaSource: false, hasNativeHls: false })).toEqual([]);
    expect(
      planPlayback([{ kind: 'torrent', magnetOrUrl: 'magnet:?x' }], { hasMediaSource: true, hasNativeHls: true }),
    ).toEqual([]);
  });
});

describe('chooseIceServers', () => {
  const stunUrls = ['stun:a.example', 'stun:b.example', 'stun:c.example'];
  const sharing: Sharing = { kind: 'listed', infoHashes: [], trackerUrls: [], stunUrls, isOnByDefault: true };
  const choose = (options: Partial<Parameters<typeof chooseIceServers>[0]> = {}) =>
    chooseIceServers({ sharing, given: undefined, isRelayOnly: false, random: createSeededRandom(1), ...options });

  it("takes two different ones of the instance's", () => {
    const urls = choose().map((server) => server.urls);
    expect(urls).toHaveLength(2);
    expect(new Set(urls).size).toBe(2);
    expect(urls.every((url) => stunUrls.includes(url as string))).toBe(true);
  });

  it('takes every one of them at some time', () => {
    const random = createSeededRandom(2);
    const seen = new Set(
      Array.from({ length: 50 }, () => choose({ random })).flatMap((list) => list.map((s) => s.urls)),
    );
    expect(seen.size).toBe(3);
  });

  it("takes the integrator's instead, none of them if he gives none", () => {
    const given = [{ urls: 'stun:mine.example' }];
    expect(choose({ given })).toBe(given);
    expect(choose({ given: [] })).toEqual([]);
  });

  it('asks no STUN server where only relays may be shown', () => {
    expect(choose({ isRelayOnly: true })).toEqual([]);
    const turn = { urls: ['turn:t.example', 'turns:t.example'], username: 'u', credential: 'c' };
    expect(choose({ isRelayOnly: true, given: [{ urls: 'stun:s.example' }, turn] })).toEqual([turn]);
  });
});

describe('chooseStart', () => {
  const start = (wishes: Partial<Parameters<typeof chooseStart>[0]>) =>
    chooseStart({
      wishedSeconds: null,
      rememberedSeconds: null,
      durationSeconds: 60,
      isLive: false,
      mayResume: true,
      ...wishes,
    });

  it('begins where the link says, else where the viewer stopped, else at the start', () => {
    expect(start({ wishedSeconds: 0, rememberedSeconds: 30 })).toEqual({ startSeconds: 0, isResumed: false });
    expect(start({ wishedSeconds: 12, rememberedSeconds: 30 })).toEqual({ startSeconds: 12, isResumed: false });
    expect(start({ rememberedSeconds: 30 })).toEqual({ startSeconds: 30, isResumed: true });
    expect(start({})).toEqual({ startSeconds: 0, isResumed: false });
  });

  it('does not resume within a second of the end, in the first seconds, in lives, or where it may not', () => {
    const anew = { startSeconds: 0, isResumed: false };
    expect(start({ rememberedSeconds: 59 })).toEqual(anew);
    expect(start({ rememberedSeconds: 4 })).toEqual(anew);
    expect(start({ rememberedSeconds: 30, isLive: true })).toEqual(anew);
    expect(start({ rememberedSeconds: 30, mayResume: false })).toEqual(anew);
    expect(start({ wishedSeconds: 600 })).toEqual(anew);
  });
});

function quality(id: string, heightPx: number | null, isAudioOnly = false, frameRate = 25): Quality {
  return { id, heightPx, widthPx: null, frameRate, bitrateBitsPerSecond: null, label: id, isAudioOnly };
}

const QUALITIES = [
  quality('audio', null, true),
  quality('240', 240),
  quality('720', 720),
  quality('720f', 720, false, 50),
  quality('1080', 1080),
];

describe('chooseRememberedQuality', () => {
  it('takes the highest that is not above what was chosen elsewhere, and the smoothest of those', () => {
    expect(chooseRememberedQuality(QUALITIES, 1080)).toBe('1080');
    expect(chooseRememberedQuality(QUALITIES, 900)).toBe('720f');
    expect(chooseRememberedQuality(QUALITIES, 144)).toBe('auto');
    expect(chooseRememberedQuality(QUALITIES, null)).toBe('auto');
  });

  it('keeps to sound alone only where the film has it', () => {
    expect(chooseRememberedQuality(QUALITIES, 'audio-only')).toBe('audio-only');
    expect(chooseRememberedQuality(QUALITIES.slice(1), 'audio-only')).toBe('auto');
  });
});

describe('findQualityId', () => {
  it('finds what the engine takes', () => {
    expect(findQualityId(QUALITIES, 'auto')).toBe('auto');
    expect(findQualityId(QUALITIES, 'audio-only')).toBe('audio');
    expect(findQualityId(QUALITIES, '720')).toBe('720');
    expect(findQualityId(QUALITIES, 'gone')).toBeNull();
  });
});

describe('toRememberedQuality', () => {
  it('keeps heights, which mean something in other films too', () => {
    expect(toRememberedQuality(QUALITIES, '720f')).toBe(720);
    expect(toRememberedQuality(QUALITIES, 'audio')).toBe('audio-only');
    expect(toRememberedQuality(QUALITIES, 'auto')).toBe('auto');
    expect(toRememberedQuality(QUALITIES, 'gone')).toBeNull();
  });
});

describe('nameCaptions', () => {
  it('names captions by their language, and numbers those that share one', () => {
    const caption = (language: string, isAutomatic = false) => ({ language, label: language, url: 'x', isAutomatic });
    const ids = nameCaptions([caption('fr'), caption('en'), caption('fr', true)]).map(({ id }) => id);
    expect(ids).toEqual(['fr', 'en', 'fr-2']);
  });
});
