import { describe, expect, it } from 'vitest';
import { resolveVideo } from '../../../src/source/resolve.ts';
import { at, createRecordedHttp, FIRST, fixtureJson, json, type Route } from '../../support/recorded-http.ts';
import { createSourcePorts } from '../../support/source-ports.ts';

const ID = '569ed110-aaa5-4a47-836f-c4bd82cad38a';
const API = `${FIRST}/api/v1/video-playlists/${ID}`;
const RECORDED = [
  at(`${FIRST}/api/v1/config`, 'config.json'),
  at(API, 'playlist.json'),
  at(`${API}/videos?start=0&count=100`, 'playlist-elements.json'),
];

async function playlistOf(routes: readonly Route[], input = `${FIRST}/w/p/${ID}`) {
  const http = createRecordedHttp(routes);
  const resolution = await resolveVideo(input, { ports: createSourcePorts(http) });
  if (resolution.kind !== 'playlist') throw new Error('a film came');
  return { ...resolution, http };
}

describe('resolveVideo of a playlist', () => {
  it('reads the recorded one, with start and stop, and keeps the row of the private film', async () => {
    const { playlist, position, http } = await playlistOf(RECORDED);
    expect(playlist).toMatchObject({
      id: ID,
      title: 'Test playlist',
      description: 'A playlist',
      pageUrl: `${FIRST}/w/p/bGocq1YMvq7ReF3dBbrKVm`,
      embedUrl: `${FIRST}/video-playlists/embed/${ID}`,
      instance: { origin: FIRST },
      owner: { name: 'Main root channel' },
      posterUrl: `${FIRST}/lazy-static/thumbnails/playlist-39c2d757-dcd1-49d2-875b-2739f6344d66.jpg`,
    });
    expect(
      playlist.entries.map((entry) => [entry.position, entry.startSeconds, entry.stopSeconds, entry.video?.title]),
    ).toEqual([
      [1, 5, 25, 'Main 60s HLS 240+480'],
      [2, null, null, 'Short 20s HLS + web videos'],
      [3, null, null, 'Vertical 20s NSFW, no download'],
      [4, null, null, undefined],
    ]);
    expect(playlist.entries[0]?.video).toMatchObject({
      input: `${FIRST}/w/pG75DFXGf51ia9fSgF6L2s`,
      durationSeconds: 60,
      sensitive: null,
    });
    expect(playlist.entries[2]?.video?.sensitive).toMatchObject({ policy: 'display' });
    expect(position).toBe(1);
    expect(http.asked).toHaveLength(3);
  });

  it('begins where the address says, or with the next row that can be played', async () => {
    expect((await playlistOf(RECORDED, `${FIRST}/w/p/${ID}?playlistPosition=2`)).position).toBe(2);
    expect((await playlistOf(RECORDED, `${FIRST}/w/p/${ID}?playlistPosition=4`)).position).toBe(1);
  });

  it('reads all pages of a long list, in the order of positions, and not more than eleven', async () => {
    const [element] = fixtureJson('playlist-elements.json').data as object[];
    const page = (start: number, total: number) =>
      json({
        total,
        data: Array.from({ length: Math.min(100, total - start) }, (_, i) => ({ ...element, position: start + i + 1 })),
      });
    const routes = (total: number): Route[] => [
      at(API, 'playlist.json'),
      ({ url }) => {
        const start = /videos\?start=(\d+)&count=100$/.exec(url)?.[1];
        return start === undefined ? null : page(Number(start), total);
      },
    ];
    const { playlist } = await playlistOf(routes(250));
    expect(playlist.entries.map(({ position }) => position)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
    const endless = await playlistOf(routes(1_000_000));
    expect(endless.playlist.entries).toHaveLength(1100);
  });

  it('says so where no film of it can be played', async () => {
    const routes = [
      at(API, 'playlist.json'),
      at(`${API}/videos?start=0&count=100`, json({ total: 1, data: [{ position: 1, type: 1, video: null }] })),
    ];
    await expect(playlistOf(routes)).rejects.toMatchObject({ code: 'empty-playlist' });
  });

  it('takes a bare id for a playlist where there is no film of that name', async () => {
    const http = createRecordedHttp(RECORDED);
    const resolution = await resolveVideo(ID, { ports: createSourcePorts(http), instance: FIRST });
    expect(resolution.kind).toBe('playlist');
  });

  it('refuses what is no playlist', async () => {
    await expect(playlistOf([])).rejects.toMatchObject({ code: 'not-found' });
    const routes = [at(API, json([1, 2])), at(`${API}/videos?start=0&count=100`, json(null))];
    await expect(playlistOf(routes)).rejects.toMatchObject({ code: 'invalid-answer' });
  });
});
