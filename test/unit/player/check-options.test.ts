import { describe, expect, it } from 'vitest';
import { PlayerError } from '../../../src/base/errors.ts';
import { checkOptions } from '../../../src/player/check-options.ts';
import type { PlayerOptions } from '../../../src/player/options.ts';

function refusal(options: Record<string, unknown>): PlayerError {
  try {
    checkOptions(options as PlayerOptions);
  } catch (error) {
    if (error instanceof PlayerError) return error;
    throw error;
  }
  return expect.fail('The options were accepted.');
}

describe('checkOptions', () => {
  it('accepts nothing at all, and options that are undefined', () => {
    expect(checkOptions({})).toEqual({});
    expect(() => checkOptions({ source: undefined, p2p: undefined } as unknown as PlayerOptions)).not.toThrow();
  });

  it('accepts everything that an integrator can say', () => {
    const options: PlayerOptions = {
      source: 'https://tube.example/w/1',
      instance: 'https://tube.example',
      autoplay: true,
      startSeconds: 0,
      stopSeconds: 12.5,
      rate: 1.25,
      captionLanguage: null,
      playlistPosition: 3,
      p2p: 'ask',
      minimumViewers: 2,
      trackerUrls: ['wss://tracker.example/socket'],
      iceServers: [{ urls: 'stun:stun.example' }, { urls: ['turn:turn.example'], username: 'u', credential: 'c' }],
      privacy: 'relay',
      maxUploadBitsPerSecond: 2_000_000,
      access: { kind: 'password', password: 'x' },
      drmSystems: { 'org.w3.clearkey': { licenseUrl: 'https://keys.example/' } },
      engine: 'http',
    };
    expect(checkOptions(options)).toBe(options);
  });

  it.each([
    [{ source: 12 }, 'source', '12'],
    [{ instance: 'tube' }, 'instance', "'tube'"],
    [{ autoplay: 'yes' }, 'autoplay', "'yes'"],
    [{ startSeconds: -1 }, 'startSeconds', '-1'],
    [{ stopSeconds: Number.NaN }, 'stopSeconds', 'NaN'],
    [{ rate: 0 }, 'rate', '0'],
    [{ playlistPosition: 0 }, 'playlistPosition', '0'],
    [{ p2p: 'maybe' }, 'p2p', "'maybe'"],
    [{ minimumViewers: 1.5 }, 'minimumViewers', '1.5'],
    [{ trackerUrls: ['https://tracker.example'] }, 'trackerUrls', 'a list'],
    [{ trackerUrls: 'wss://tracker.example' }, 'trackerUrls', "'wss://tracker.example'"],
    [{ iceServers: [{ urls: 'https://stun.example' }] }, 'iceServers', 'a list'],
    [{ maxUploadBitsPerSecond: 0 }, 'maxUploadBitsPerSecond', '0'],
    [{ access: { kind: 'password' } }, 'access', 'a value of type object'],
    [{ drmSystems: { 'org.w3.clearkey': {} } }, 'drmSystems', 'a value of type object'],
    [{ engine: 'webtorrent' }, 'engine', "'webtorrent'"],
    [{ ports: null }, 'ports', 'null'],
  ])('refuses %o, names the option and what came', (options, name, came) => {
    const error = refusal(options);
    expect(error.code).toBe('invalid-option');
    expect(error.context).toEqual({ option: name });
    expect(error.message).toMatch(new RegExp(`'${name}' must be .+; what came was ${came}\\.`));
  });

  it('refuses names that it does not know: they are typing errors', () => {
    expect(refusal({ autoPlay: true }).message).toContain('autoPlay');
  });
});
