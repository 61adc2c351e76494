import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/source/recognise.ts';

const UUID = '9c9de5e8-0a1e-484a-b099-e80766180a6d';
const SHORT = 'kkGMgK9ZtnKfYAgnEtQxbv';
const O = 'https://tube.example';
const video = (id: string, more: object = {}) => ({ kind: 'video', origin: O, id, ...more });
const playlist = (id: string, more: object = {}) => ({ kind: 'playlist', origin: O, id, ...more });

describe('recognise', () => {
  it.each([
    [`${O}/w/${SHORT}`, video(SHORT, { startSeconds: null, stopSeconds: null })],
    [`${O}/w/${UUID}`, video(UUID)],
    [`${O}/w/12`, video('12')],
    [`${O}/w/${SHORT}/`, video(SHORT)],
    [`${O}/w/${SHORT};threadId=4`, video(SHORT)],
    [`${O}/videos/watch/${UUID}`, video(UUID)],
    [`${O}/videos/watch/${UUID};threadId=12?start=1m`, video(UUID, { startSeconds: 60 })],
    [`${O}/videos/watch/${UUID}/likes`, video(UUID)],
    [`${O}/videos/embed/${UUID}`, video(UUID)],
    [`${O}/videos/test-embed/${UUID}`, video(UUID)],
    [`${O}/api/v1/videos/${UUID}`, video(UUID)],
    [`${O}/embed.html?videoId=${SHORT}`, video(SHORT)],
    [`${O}/w/${SHORT}?start=1h2m3s&stop=1:02:10`, video(SHORT, { startSeconds: 3723, stopSeconds: 3730 })],
    [`${O}/w/${SHORT}?start=90&stop=10`, video(SHORT, { startSeconds: 90, stopSeconds: null })],
    [`${O}/w/${SHORT}#start=30`, video(SHORT, { startSeconds: 30 })],
    [`${O}/w/${SHORT}#t=10,20`, video(SHORT, { startSeconds: 10, stopSeconds: 20 })],
    [`${O}/w/${SHORT}?t=1:30`, video(SHORT, { startSeconds: 90 })],
    [`${O}/w/${SHORT}?start=nonsense`, video(SHORT, { startSeconds: null })],
    [`${O}/w/p/${SHORT}`, playlist(SHORT, { position: null })],
    [`${O}/w/p/${SHORT}?playlistPosition=3`, playlist(SHORT, { position: 3 })],
    [`${O}/w/p/${SHORT}?playlistPosition=0`, playlist(SHORT, { position: null })],
    [`${O}/videos/watch/playlist/${UUID}`, playlist(UUID)],
    [`${O}/video-playlists/watch/${UUID}`, playlist(UUID)],
    [`${O}/video-playlists/embed/${UUID}`, playlist(UUID)],
    [`${O}/video-playlists/test-embed/${UUID}`, playlist(UUID)],
    [`${O}/video-playlists/${UUID}`, playlist(UUID)],
    [`${O}/embed.html?videoPlaylistId=${UUID}`, playlist(UUID)],
    [`${O}/@ada`, { kind: 'actor', name: 'ada', origin: O, type: null }],
    [`${O}/@ada@other.example`, { kind: 'actor', name: 'ada', origin: 'https://other.example', type: null }],
    [`${O}/a/ada`, { kind: 'actor', name: 'ada', origin: O, type: 'account' }],
    [`${O}/a/ada/video-channels`, { kind: 'actor', name: 'ada', type: 'account' }],
    [`${O}/c/films/videos`, { kind: 'actor', name: 'films', origin: O, type: 'channel' }],
    [`${O}/c/films@other.example/videos`, { kind: 'actor', name: 'films', origin: 'https://other.example' }],
    [`${O}/accounts/ada`, { kind: 'actor', name: 'ada', type: 'account' }],
    [`${O}/video-channels/films/video-playlists`, { kind: 'actor', name: 'films', type: 'channel' }],
    ['@ada@tube.example', { kind: 'actor', name: 'ada', origin: O, type: null }],
    ['ada@tube.example', { kind: 'actor', name: 'ada', origin: O }],
    ['acct:ada@tube.example', { kind: 'actor', name: 'ada', origin: O }],
    ['!films@tube.example', { kind: 'actor', name: 'films', origin: O }],
    ['@root@127.0.0.1:9001', { kind: 'actor', name: 'root', origin: 'http://127.0.0.1:9001' }],
    ['@ada', { kind: 'actor', name: 'ada', origin: null }],
    [UUID, { kind: 'video', origin: null, id: UUID }],
    [SHORT, { kind: 'video', origin: null, id: SHORT }],
    ['17', { kind: 'video', origin: null, id: '17' }],
    [`tube.example/w/${SHORT}`, video(SHORT)],
    [`//tube.example/w/${SHORT}`, video(SHORT)],
    [`localhost:9000/w/${SHORT}`, { kind: 'video', origin: 'http://localhost:9000', id: SHORT }],
    [`  <${O}/w/${SHORT}>\n`, video(SHORT)],
    [`<iframe title="x" src="${O}/videos/embed/${UUID}?start=5s&amp;p2p=0" width="560"></iframe>`, video(UUID)],
    [`${O}/a/b/master.m3u8?token=1#t=5`, { kind: 'hls', url: `${O}/a/b/master.m3u8?token=1`, startSeconds: 5 }],
    [`${O}/film.MP4`, { kind: 'file', url: `${O}/film.MP4` }],
    [`${O}/sound.opus`, { kind: 'file' }],
    [`${O}/a.torrent`, { kind: 'torrent' }],
    ['magnet:?xt=urn:btih:31e2d2aa1f015d68706f850c9a7b2b86f9fb1ace', { kind: 'torrent' }],
    [`${O}/@ada/109876543210`, { kind: 'page', url: `${O}/@ada/109876543210` }],
    [`${O}/w/not-an-id`, { kind: 'page' }],
    [O, { kind: 'page', url: `${O}/` }],
    ['tube.example', { kind: 'page', url: `${O}/` }],
  ])('recognises %s', (input, expected) => expect(recognise(input)).toMatchObject(expected));

  it.each([
    '',
    '   ',
    'hello world',
    'javascript:alert(1)',
    'data:video/mp4;base64,AAAA',
    'blob:https://tube.example/1',
    'file:///etc/passwd',
    'ftp://tube.example/a.mp4',
    `https://user:secret@tube.example/w/${SHORT}`,
    '<script>alert(1)</script>',
    '<iframe src="javascript:alert(1)"></iframe>',
    'https://',
    'x'.repeat(20_000),
  ])('says what is wrong with %s', (input) => {
    expect(recognise(input)).toMatchObject({ kind: 'nothing', message: expect.stringMatching(/\.$|…$/) });
  });

  it('never throws, and names an http origin only', () => {
    const text = fc.string({ maxLength: 30 });
    const path = fc.constantFrom('w', 'w/p', 'videos/watch', 'video-playlists', 'c', '@', 'x.m3u8', '');
    const address = fc
      .tuple(path, text, text, text)
      .map(([start, id, query, hash]) => `https://tube.example/${start}/${id}?start=${query}&t=${query}#t=${hash}`);
    const anything = fc.oneof(text, address);
    fc.assert(
      fc.property(anything, (input) => {
        const recognised = recognise(input);
        if ('url' in recognised && recognised.url !== null) expect(recognised.url).toMatch(/^https?:\/\//);
        if ('origin' in recognised && recognised.origin !== null) expect(recognised.origin).toMatch(/^https?:\/\//);
      }),
    );
  });
});
