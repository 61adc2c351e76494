import { describe, expect, it } from 'vitest';
import {
  diasporaText,
  iframeCode,
  markdownText,
  responsiveCode,
  wordPressText,
} from '../../../../src/embed/kit/embed-code.ts';
import { createFilmCard, fitSize } from '../../../../src/embed/kit/film-card.ts';
import { createFilmPage } from '../../../../src/embed/kit/film-page.ts';
import { createOEmbed } from '../../../../src/embed/kit/oembed.ts';
import { parseEmbedParameters } from '../../../../src/embed/parameters.ts';
import * as consumers from '../../../support/link-consumers.ts';
import { FILM, PLAYER_HOST } from './film.ts';

const CARD = createFilmCard(FILM, { playerHost: PLAYER_HOST });
const OEMBED_URL = 'https://player.example/oembed?url=https%3A%2F%2Ftube.example%2Fw%2FkkGMgK9ZtnKfYAgnEtQxbv';

/** A page and its oEmbed service, as the network would answer. */
function createPage(film = FILM) {
  const card = createFilmCard(film, { playerHost: PLAYER_HOST });
  return {
    html: createFilmPage(card, { pageUrl: 'https://player.example/watch/1/', oEmbedUrl: OEMBED_URL }),
    oEmbed: (url: string) => {
      const query = new URL(url).searchParams;
      expect(query.getAll('url')).toHaveLength(1);
      return createOEmbed(card, {
        maxWidthPx: Number(query.get('maxwidth') ?? 0),
        maxHeightPx: Number(query.get('maxheight') ?? 0),
      });
    },
  };
}

/** Does the frame's address lead to the film? */
function filmOf(src: string): string | null {
  return new URL(src).searchParams.get('url');
}

describe('the page and the oEmbed answer', () => {
  it('play in Mastodon, started by its click', () => {
    const shown = consumers.mastodon(createPage());
    expect(shown).toMatchObject({ kind: 'frame', widthPx: 560, heightPx: 315, hasFullscreen: true });
    if (shown.kind !== 'frame') return;
    expect(filmOf(shown.src)).toBe(FILM.pageUrl);
    expect(parseEmbedParameters(new URL(shown.src).search).autoplay).toBe(true);
  });

  it('play in Mastodon without the oEmbed service, by the player card', () => {
    expect(consumers.mastodon({ ...createPage(), oEmbed: () => null })).toMatchObject({ kind: 'frame', widthPx: 560 });
  });

  it('play in Misskey', () => {
    expect(consumers.misskey(createPage())).toMatchObject({ kind: 'frame', hasFullscreen: true });
  });

  it('play in Misskey when the film is a tall one', () => {
    const shown = consumers.misskey(createPage({ ...FILM, aspectRatio: 9 / 16 }));
    expect(shown).toMatchObject({ kind: 'frame', heightPx: 996 });
  });

  it('play in WordPress, whose secret in the fragment means nothing to the player', () => {
    const shown = consumers.wordPress(createPage());
    expect(shown).toMatchObject({ kind: 'frame', sandbox: 'allow-scripts' });
    if (shown.kind === 'frame') expect(filmOf(shown.src)).toBe(FILM.pageUrl);
  });

  it('play in Ghost', () => {
    expect(consumers.ghost(createPage())).toMatchObject({ kind: 'frame', widthPx: 560 });
  });

  it('play in Discourse as a frame where the host is allowed, as a file where it is not', () => {
    expect(consumers.discourse(createPage(), ['https://player.example/'])).toMatchObject({ kind: 'frame' });
    expect(consumers.discourse(createPage(), [])).toMatchObject({
      kind: 'file',
      src: 'https://tube.example/static/web-videos/x-480.mp4',
    });
  });

  it('play in Discord as a file', () => {
    expect(consumers.discord(createPage())).toMatchObject({ kind: 'file' });
  });

  it('play in Lemmy and Friendica as a frame', () => {
    expect(consumers.openGraphFrame(createPage(), ['player.example'])).toMatchObject({ kind: 'frame', widthPx: 560 });
  });

  it('give Diaspora* a frame within its limits, and a preview where it does not know the provider', () => {
    const shown = consumers.diaspora(createPage(), ['https://tube.example']);
    expect(shown).toMatchObject({ kind: 'frame', widthPx: 420, heightPx: 236 });
    if (shown.kind === 'frame') expect(parseEmbedParameters(new URL(shown.src).search).autoplay).toBe(true);
    expect(consumers.diaspora(createPage(), [])).toEqual({ kind: 'link', reason: 'preview' });
  });

  it('hold no markup of the film’s own', () => {
    const { html } = createPage();
    expect(html).not.toContain('<b>');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(consumers.readMeta(html, 'og:title')).toEqual([FILM.title]);
    const jsonLd = /<script type="application\/ld\+json">(.*)<\/script>/.exec(html)?.[1] ?? '';
    expect(JSON.parse(jsonLd)).toMatchObject({ '@type': 'VideoObject', name: FILM.title, duration: 'PT61S' });
  });
});

describe('createOEmbed', () => {
  it('keeps the ratio within both limits', () => {
    for (const [maxWidthPx, maxHeightPx] of [
      [300, 1000],
      [1000, 100],
      [420, 420],
      [0, 0],
      [1, 1],
    ]) {
      const { width, height } = createOEmbed(CARD, {
        maxWidthPx: maxWidthPx ?? null,
        maxHeightPx: maxHeightPx ?? null,
      });
      if (maxWidthPx) expect(width).toBeLessThanOrEqual(maxWidthPx);
      if (maxHeightPx) expect(height).toBeLessThanOrEqual(maxHeightPx);
      if (width > 50) expect(width / height).toBeCloseTo(16 / 9, 1);
    }
  });
});

describe('fitSize', () => {
  it('never enlarges', () => {
    expect(fitSize({ widthPx: 560, heightPx: 315 }, { maxWidthPx: 2000 })).toEqual({ widthPx: 560, heightPx: 315 });
  });
});

describe('codes to paste', () => {
  it('are a frame and nothing else', () => {
    expect(iframeCode(CARD)).toBe(
      '<iframe src="https://player.example/embed.html?url=https%3A%2F%2Ftube.example%2Fw%2FkkGMgK9ZtnKfYAgnEtQxbv" ' +
        'width="560" height="315" title="Rivers &amp; &lt;b&gt;&quot;lakes&quot;&lt;/b&gt; of l’eau &lt;/script&gt;" ' +
        'frameborder="0" allowfullscreen ' +
        'allow="autoplay; fullscreen; picture-in-picture; encrypted-media; clipboard-write; web-share"></iframe>',
    );
    expect(responsiveCode(CARD)).toContain('padding-top: 56.25%');
  });

  it('give Diaspora* the file and the link, WordPress the link, Markdown a picture that leads to the film', () => {
    expect(diasporaText(CARD)).toBe(
      `https://tube.example/static/web-videos/x-480.mp4\n\n${FILM.title}\nhttps://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv`,
    );
    expect(wordPressText(CARD)).toBe('[embed]https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv[/embed]');
    expect(markdownText({ ...CARD, title: 'A [b]' })).toBe(
      '[![A \\[b\\]](https://tube.example/lazy-static/previews/p.jpg)](https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv)',
    );
  });
});
