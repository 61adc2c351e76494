import { describe, expect, it } from 'vitest';
import { readAttributes } from '../../../src/element/read-attributes.ts';

const read = (attributes: Record<string, string>) => readAttributes((name) => attributes[name] ?? null);

describe('readAttributes', () => {
  it('says nothing of what is not there', () => {
    expect(read({})).toEqual({});
  });

  it('turns words, numbers, times and lists into options', () => {
    expect(
      read({
        src: 'https://tube.example/w/1',
        autoplay: '',
        muted: 'false',
        start: '1m30s',
        stop: '95.5',
        rate: '1.25',
        captions: 'fr',
        p2p: 'ask',
        trackers: ' wss://a.example  wss://b.example ',
        stun: 'stun:s.example',
        views: 'off',
        'up-next': '0',
      }),
    ).toEqual({
      source: 'https://tube.example/w/1',
      autoplay: true,
      isMuted: false,
      startSeconds: 90,
      stopSeconds: 95.5,
      rate: 1.25,
      captionLanguage: 'fr',
      p2p: 'ask',
      trackerUrls: ['wss://a.example', 'wss://b.example'],
      iceServers: [{ urls: 'stun:s.example' }],
      countViews: false,
      upNextSeconds: 0,
    });
  });

  it('tells "none" from "not said"', () => {
    expect(read({ captions: 'off' })).toEqual({ captionLanguage: null });
    expect(read({ 'up-next': 'off' })).toEqual({ upNextSeconds: null });
  });

  it.each([{ start: 'soon' }, { rate: 'fast' }, { 'playlist-position': 'first' }])('refuses %o', (attributes) => {
    expect(() => read(attributes as unknown as Record<string, string>)).toThrow(/must be a (time|number)/);
  });
});
