import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmbedParameters } from '../../../src/embed/parameters.ts';

const DEFAULTS = parseEmbedParameters('');

describe('parseEmbedParameters', () => {
  it('has PeerTube’s defaults', () => {
    expect(DEFAULTS).toEqual({
      controls: true,
      controlBar: true,
      isMuted: undefined,
      isLooping: false,
      title: true,
      warningTitle: true,
      peertubeLink: true,
      api: false,
      waitPasswordFromApi: false,
      scope: 'peertube',
      subtitle: undefined,
      startSeconds: undefined,
      stopSeconds: undefined,
      playbackRate: undefined,
      bigPlayBackgroundColour: undefined,
      foregroundColour: undefined,
      autoplay: false,
      p2p: undefined,
      mode: undefined,
      playlistPosition: undefined,
      playerTheme: undefined,
      language: undefined,
      facade: undefined,
      posterUrl: null,
    });
  });

  it.each([
    ['controls=0', { controls: false }],
    ['controls=false', { controls: false }],
    ['controls=yes', { controls: false }],
    ['controlBar=0', { controlBar: false }],
    ['muted=1', { isMuted: true }],
    ['muted=0', { isMuted: false }],
    ['loop=true', { isLooping: true }],
    ['title=0&warningTitle=0&peertubeLink=0', { title: false, warningTitle: false, peertubeLink: false }],
    ['api=1&scope=abc', { api: true, scope: 'abc' }],
    ['scope=a::b', { scope: 'peertube' }],
    ['waitPasswordFromEmbedAPI=1', { waitPasswordFromApi: true }],
    ['subtitle=fr', { subtitle: 'fr' }],
    ['subtitle=%3Cb%3E', { subtitle: undefined }],
    ['start=1h2m3s', { startSeconds: 3723 }],
    ['start=90', { startSeconds: 90 }],
    ['start=1:30&stop=1:02:03', { startSeconds: 90, stopSeconds: 3723 }],
    ['start=12.7', { startSeconds: 12 }],
    ['start=soon', { startSeconds: 0 }],
    ['playbackRate=1.5', { playbackRate: 1.5 }],
    ['playbackRate=0', { playbackRate: undefined }],
    ['playbackRate=', { playbackRate: undefined }],
    ['playbackRate=fast', { playbackRate: undefined }],
    ['bigPlayBackgroundColor=%23ff0000', { bigPlayBackgroundColour: '#ff0000' }],
    ['foregroundColor=rgb(1,2,3)', { foregroundColour: 'rgb(1,2,3)' }],
    ['foregroundColor=red;background:url(//evil)', { foregroundColour: undefined }],
    ['foregroundColor=url(javascript:1)', { foregroundColour: undefined }],
    ['autoplay=1', { autoplay: true }],
    ['autoplay=0&autoplay=1&auto_play=1', { autoplay: true }],
    ['auto_play=1', { autoplay: true }],
    ['autoplay=opaque&wmode=opaque', { autoplay: false }],
    ['p2p=0', { p2p: 'off' }],
    ['p2p=1', { p2p: 'on' }],
    ['p2p=ask', { p2p: 'ask' }],
    ['mode=p2p-media-loader', { mode: 'hls' }],
    ['mode=web-video', { mode: 'web-video' }],
    ['playlistPosition=3', { playlistPosition: 3 }],
    ['playlistPosition=0', { playlistPosition: undefined }],
    ['playlistPosition=-1', { playlistPosition: undefined }],
    ['playerTheme=lucide', { playerTheme: 'lucide' }],
    ['playerTheme=neon', { playerTheme: undefined }],
    ['?lang=fr', { language: 'fr' }],
    ['facade=1&poster=https%3A%2F%2Ftube.example%2Fp.jpg', { facade: true, posterUrl: 'https://tube.example/p.jpg' }],
    ['poster=javascript:alert(1)', { posterUrl: null }],
    ['unknown=1&__proto__=x', {}],
  ])('reads %s', (query, expected) => {
    expect(parseEmbedParameters(query)).toEqual({ ...DEFAULTS, ...expected });
  });

  it('never throws, and its numbers are finite and not negative', () => {
    const names = ['start', 'stop', 'playbackRate', 'playlistPosition', 'foregroundColor', 'scope', 'autoplay'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (values) => {
        const found = parseEmbedParameters(new URLSearchParams(values).toString());
        for (const value of [found.startSeconds, found.stopSeconds, found.playbackRate, found.playlistPosition]) {
          if (value !== undefined && !(Number.isFinite(value) && value >= 0)) return false;
        }
        return true;
      }),
      { seed: 20_262, numRuns: 2000 },
    );
  });
});
