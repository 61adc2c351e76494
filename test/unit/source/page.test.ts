import { describe, expect, it } from 'vitest';
import { toPlainText } from '../../../src/source/post.ts';
import type { ResolveOptions } from '../../../src/source/resolution.ts';
import { resolveVideo } from '../../../src/source/resolve.ts';
import {
  at,
  createRecordedHttp,
  FIRST,
  json,
  newerObject,
  type Route,
  recordedFilm,
} from '../../support/recorded-http.ts';
import { createSourcePorts } from '../../support/source-ports.ts';

const SOCIAL = 'https://social.example';
const STATUS = `${SOCIAL}/@ada/109876543210`;

async function resolveAt(routes: readonly Route[], input: string, options: Partial<ResolveOptions> = {}) {
  const http = createRecordedHttp(routes);
  const resolution = await resolveVideo(input, { ports: createSourcePorts(http), ...options });
  if (resolution.kind !== 'video') throw new Error('a playlist came');
  return { ...resolution, asked: http.asked };
}

const status = (change: object) => ({
  id: '109876543210',
  url: STATUS,
  content: '<p>My <strong>cat</strong> &amp; dog<br>second line</p>',
  created_at: '2026-11-01T10:00:00.000Z',
  language: 'en',
  sensitive: false,
  spoiler_text: '',
  account: { username: 'ada', acct: 'ada', display_name: 'Ada', url: `${SOCIAL}/@ada`, avatar: `${SOCIAL}/ada.png` },
  media_attachments: [],
  ...change,
});
const attachment = {
  type: 'video',
  url: `${SOCIAL}/media/cat.mp4`,
  preview_url: `${SOCIAL}/media/cat.png`,
  meta: { original: { width: 1280, height: 720, duration: 12.5 } },
};
const statusAt = (change: object): Route => at(`${SOCIAL}/api/v1/statuses/109876543210`, json(status(change)));

describe('resolveVideo of posts', () => {
  it('plays the file of a Mastodon post, whose text is plain', async () => {
    const { video } = await resolveAt([statusAt({ media_attachments: [attachment] })], STATUS);
    expect(video).toMatchObject({
      title: 'My cat & dog\nsecond line',
      durationSeconds: 12.5,
      aspectRatio: 1280 / 720,
      posterUrl: `${SOCIAL}/media/cat.png`,
      channel: { name: 'Ada', handle: 'ada@social.example' },
      media: [{ kind: 'file', url: `${SOCIAL}/media/cat.mp4`, mimeType: 'video/mp4', heightPx: 720 }],
      sharing: { kind: 'none', reason: 'not-hls' },
    });
  });

  it('follows the card or link of a post to the PeerTube film', async () => {
    const film = `${FIRST}/w/pG75DFXGf51ia9fSgF6L2s`;
    const routes = recordedFilm(FIRST, { id: '1', video: 'video-main-local.json', object: 'ap-video-main.json' });
    const byCard = await resolveAt([statusAt({ card: { url: film } }), ...routes], STATUS);
    expect(byCard.video.title).toBe('Main 60s HLS 240+480');
    const content = `<p><a class="mention" href="${SOCIAL}/@bob">@bob</a> see <a href='${film}?start=10&amp;p2p=0'>this</a></p>`;
    const byLink = await resolveAt([statusAt({ content }), ...routes], STATUS);
    expect(byLink).toMatchObject({ startSeconds: 10, video: { title: 'Main 60s HLS 240+480' } });
  });

  it('says so where a post shows no film', async () => {
    await expect(resolveAt([statusAt({})], STATUS)).rejects.toMatchObject({ code: 'nothing-to-play' });
    const content = '<a href="https://news.example/story">story</a>';
    await expect(resolveAt([statusAt({ content })], STATUS)).rejects.toMatchObject({ code: 'nothing-to-play' });
  });

  it('plays the attachment of an ActivityPub note', async () => {
    const note = {
      type: 'Note',
      id: `${SOCIAL}/objects/1`,
      content: '<p>film</p>',
      attributedTo: `${SOCIAL}/users/ada`,
      sensitive: true,
      summary: 'loud',
      attachment: { type: 'Document', mediaType: 'video/webm', url: '/media/1.webm', width: 640, height: 360 },
    };
    const { video } = await resolveAt([at(`${SOCIAL}/objects/1`, json(note))], `${SOCIAL}/objects/1`);
    expect(video).toMatchObject({
      title: 'film',
      media: [{ url: `${SOCIAL}/media/1.webm`, mimeType: 'video/webm', widthPx: 640 }],
      sensitive: { summary: 'loud', policy: 'warn' },
      channel: { name: 'ada' },
    });
  });

  it('resolves the link of a Lemmy page', async () => {
    const page = {
      type: 'Page',
      id: `${SOCIAL}/post/1`,
      name: 'A film',
      attachment: [{ type: 'Link', href: `${SOCIAL}/files/film.mp4` }],
    };
    const { video } = await resolveAt([at(`${SOCIAL}/post/1`, json(page))], `${SOCIAL}/post/1`);
    expect(video.media[0]).toMatchObject({ url: `${SOCIAL}/files/film.mp4` });
  });
});

describe('resolveVideo of pages', () => {
  const nodeinfo = (name: string): Route[] => [
    at(
      `${SOCIAL}/.well-known/nodeinfo`,
      json({
        links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `${SOCIAL}/nodeinfo/2.0.json` }],
      }),
    ),
    at(`${SOCIAL}/nodeinfo/2.0.json`, json({ software: { name, version: '1.0' } })),
  ];

  it('plays the ActivityPub Video of a server that is no PeerTube, by its hashes and trackers', async () => {
    const object = { ...newerObject('ap-video-main.json'), id: `${SOCIAL}/films/7`, uuid: undefined };
    const { video, asked } = await resolveAt([at(`${SOCIAL}/films/7`, json(object))], `${SOCIAL}/films/7`);
    expect(video).toMatchObject({
      id: `${SOCIAL}/films/7`,
      instance: { software: null },
      sharing: { kind: 'listed', infoHashes: { length: 2 } },
    });
    expect(asked).not.toContain(`GET ${SOCIAL}/api/v1/config`);
  });

  it('plays an Owncast server’s live, and waits for one that is off', async () => {
    const owncast = (online: boolean): Route[] => [
      ...nodeinfo('owncast'),
      at(`${SOCIAL}/api/status`, json({ online, viewerCount: 3, streamTitle: 'Tonight', versionNumber: '0.2' })),
      at(`${SOCIAL}/api/config`, json({ name: 'Radio', summary: 'music', nsfw: false })),
      at(`${SOCIAL}/`, { status: 200, body: '<html></html>' }),
    ];
    const { video } = await resolveAt(owncast(true), 'social.example');
    expect(video).toMatchObject({
      title: 'Tonight',
      live: { state: 'streaming', isPermanent: true },
      media: [{ kind: 'hls', url: `${SOCIAL}/hls/stream.m3u8` }],
      sharing: { kind: 'none', reason: 'no-tracker' },
    });
    expect((await resolveAt(owncast(false), SOCIAL)).video).toMatchObject({ live: { state: 'waiting' }, media: [] });
    const shared = await resolveAt(owncast(true), SOCIAL, { trackerUrls: ['wss://tracker.example'] });
    expect(shared.video.sharing).toMatchObject({ kind: 'open', trackerUrls: ['wss://tracker.example'] });
  });

  it('names what runs on a server whose page shows no film', async () => {
    const routes = [...nodeinfo('Lemmy'), at(`${SOCIAL}/about`, { status: 200, body: '<html></html>' })];
    await expect(resolveAt(routes, `${SOCIAL}/about`)).rejects.toMatchObject({
      code: 'unrecognised',
      message: /social\.example \(lemmy\)/,
    });
    await expect(resolveAt([], `${SOCIAL}/about`)).rejects.toMatchObject({ code: 'unrecognised' });
    await expect(resolveAt([() => 'silence'], `${SOCIAL}/about`)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('does not believe a server that speaks for another one', async () => {
    const links = {
      links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: 'https://other.example/nodeinfo' }],
    };
    const http = createRecordedHttp([at(`${SOCIAL}/.well-known/nodeinfo`, json(links))]);
    await expect(resolveVideo(`${SOCIAL}/about`, { ports: createSourcePorts(http) })).rejects.toMatchObject({
      code: 'unrecognised',
    });
    expect(http.asked.every((line) => line.includes(SOCIAL))).toBe(true);
  });
});

describe('resolveVideo of plain links', () => {
  it('asks nobody, and shares HLS only over trackers of the integrator', async () => {
    const { video, asked, startSeconds } = await resolveAt([], 'https://cdn.example/film/master.m3u8?sig=1#t=12');
    expect(video).toMatchObject({
      title: 'master.m3u8',
      media: [{ kind: 'hls', url: 'https://cdn.example/film/master.m3u8?sig=1' }],
    });
    expect(video.sharing).toEqual({ kind: 'none', reason: 'no-tracker' });
    expect(startSeconds).toBe(12);
    expect(asked).toEqual([]);
    const options = { trackerUrls: ['wss://tracker.example/'], stunUrls: ['stun:stun.example'] };
    expect((await resolveAt([], 'https://cdn.example/a.m3u8', options)).video.sharing).toEqual({
      kind: 'open',
      swarmId: null,
      trackerUrls: ['wss://tracker.example/'],
      stunUrls: ['stun:stun.example'],
      isOnByDefault: true,
    });
    expect((await resolveAt([], 'https://cdn.example/a%20b.webm', options)).video).toMatchObject({
      title: 'a b.webm',
      media: [{ kind: 'file', mimeType: 'video/webm' }],
      sharing: { kind: 'none', reason: 'not-hls' },
    });
  });

  it('says what BitTorrent links and nonsense are', async () => {
    await expect(resolveAt([], 'magnet:?xt=urn:btih:31e2d2aa1f015d68706f850c9a7b2b86f9fb1ace')).rejects.toMatchObject({
      code: 'unsupported',
    });
    await expect(resolveAt([], 'javascript:alert(1)')).rejects.toMatchObject({ code: 'unrecognised' });
    await expect(resolveAt([], '12')).rejects.toMatchObject({ code: 'needs-instance' });
    await expect(resolveAt([], '12', { instance: 'not a host' })).rejects.toMatchObject({ code: 'needs-instance' });
  });
});

describe('toPlainText', () => {
  it('leaves text only', () => {
    expect(toPlainText('<p>a</p><p>b &lt;c&gt; &#x263A; &#0; &unknown;</p><script>x</script>')).toBe(
      'a\nb <c> ☺ &unknown;\nx',
    );
  });
});
