import { describe, expect, it } from 'vitest';
import { createPlainVideo, type Video } from '../../../src/media/video.ts';
import type { PlayerState } from '../../../src/player/state.ts';
import { embedLink, pageLink } from '../../../src/ui/page-link.ts';
import { diasporaText, embedCode, markdownLink, wordpressCode } from '../../../src/ui/share-texts.ts';

const FILE = {
  kind: 'file',
  url: 'https://tube.example/film.mp4',
  mimeType: 'video/mp4',
  label: '720p',
  widthPx: null,
  heightPx: 720,
  frameRate: null,
  sizeBytes: null,
  mirrorUrls: [],
} as const;

const film: Video = {
  ...createPlainVideo({ url: FILE.url, title: 'A "quoted" [film] & more', media: FILE }),
  pageUrl: 'https://tube.example/w/abc?tag=1',
  embedUrl: 'https://tube.example/videos/embed/abc',
  aspectRatio: 4 / 3,
  posterUrl: 'https://tube.example/poster.jpg',
};

const stateOf = (video: Video | null, isLive = false) => ({ video, isLive }) as PlayerState;

describe('pageLink', () => {
  it('adds the second from the first on', () => {
    expect(pageLink(stateOf(film), null)).toBe('https://tube.example/w/abc?tag=1');
    expect(pageLink(stateOf(film), 0.4)).toBe('https://tube.example/w/abc?tag=1');
    expect(pageLink(stateOf(film), 83.7)).toBe('https://tube.example/w/abc?tag=1&start=1m23s');
  });

  it('has no second for a live and no link for a film without a page', () => {
    expect(pageLink(stateOf(film, true), 83)).toBe('https://tube.example/w/abc?tag=1');
    expect(pageLink(stateOf({ ...film, pageUrl: null }), 83)).toBeNull();
  });
});

describe('embedCode', () => {
  it('is one iframe with the film’s shape and an escaped title', () => {
    const code = embedCode(stateOf(film), embedLink(stateOf(film), 5)) ?? '';
    expect(code).toMatch(
      /^<iframe src="https:\/\/tube\.example\/videos\/embed\/abc\?start=5s" width="560" height="420" /,
    );
    expect(code).toContain('title="A &#34;quoted&#34; [film] &#38; more"');
    expect(code).toMatch(/ allowfullscreen .*><\/iframe>$/);
  });
});

describe('texts for other places', () => {
  it('escapes a title in Markdown and puts the picture in the link', () => {
    expect(markdownLink(stateOf(film), 'https://x.example')).toBe(
      '[![A "quoted" \\[film\\] & more](https://tube.example/poster.jpg)](https://x.example)',
    );
  });

  it('gives Diaspora* the file and WordPress its shortcode', () => {
    expect(diasporaText(stateOf(film), 'https://x.example')).toBe('https://tube.example/film.mp4\nhttps://x.example');
    expect(wordpressCode('https://x.example')).toBe('[embed]https://x.example[/embed]');
  });
});
