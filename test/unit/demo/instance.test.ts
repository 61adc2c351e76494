import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { mirroredRiver, privateRiver, riverBehindPassword, riverOfLight } from '../../../demo/catalogue/films.ts';
import { infoHashesOf } from '../../../demo/server/place.ts';
import { type Demo, startDemo } from '../../support/demo.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await startDemo({ hasPages: false });
});

afterAll(() => demo.close());

beforeEach(() => {
  demo.controls.reset();
  demo.counters.reset();
  demo.unblockTracker();
});

type Json = { readonly [key: string]: Json };

async function ask(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; json: Json }> {
  const response = await fetch(path.startsWith('http') ? path : `${demo.origin}${path}`, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    json: isJson ? (JSON.parse(text) as Json) : ({} as Json),
  };
}

const readFilm = async (): Promise<Json> => (await ask('/api/v1/videos/1')).json;
const streamOf = async (): Promise<Json> => (await readFilm()).streamingPlaylists?.[0] as unknown as Json;

describe('createInstance', () => {
  it('finds a film by number, uuid and short uuid', async () => {
    const film = await readFilm();
    for (const id of [film.uuid, film.shortUUID]) expect((await ask(`/api/v1/videos/${id}`)).json).toEqual(film);
  });

  it('answers ranges with 206, 416 and HEAD without a body, and counts what went out', async () => {
    const url = String(((await streamOf()).files as unknown as Json[])[0]!.fileUrl);
    const part = await fetch(url, { headers: { range: 'bytes=10-29' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toMatch(/^bytes 10-29\/\d+$/);
    expect((await part.arrayBuffer()).byteLength).toBe(20);
    expect((await fetch(url, { headers: { range: 'bytes=99999999-' } })).status).toBe(416);
    const head = await fetch(url, { method: 'HEAD' });
    expect((await head.arrayBuffer()).byteLength).toBe(0);
    expect(demo.counters.bytesByPath.get(new URL(url).pathname)).toBe(20);
    expect(demo.counters.mediaBytes).toBe(20);
  });

  it('lists in the object exactly the hashes that its tracker accepts', async () => {
    const { json } = await ask(`/videos/watch/${riverOfLight.uuid}`, {
      headers: { accept: 'application/activity+json' },
    });
    const links = json.url as unknown as { mediaType?: string; tag?: { type: string; name: string }[] }[];
    const tags = links.find(({ mediaType }) => mediaType === 'application/x-mpegURL')!.tag!;
    const listed = tags.filter(({ type }) => type === 'Infohash').map(({ name }) => name);
    expect(listed).toEqual(infoHashesOf(demo.world.places[0], riverOfLight));
    expect(await announce(listed[0]!)).toMatchObject({ action: 'announce', incomplete: 1 });
  });

  it('refuses an unknown hash, closes the socket and shuts the address out', async () => {
    expect(await announce('ab'.repeat(20))).toHaveProperty('failure reason');
    await expect(announce('ab'.repeat(20))).rejects.toThrow('403');
    expect([...demo.counters.refusedHashes]).toEqual(['ab'.repeat(20)]);
  });

  it('opens a password film to the password and its media to a token of its own', async () => {
    const path = `/api/v1/videos/${riverBehindPassword.uuid}`;
    expect((await ask(path)).json.code).toBe('video_requires_password');
    const wrong = { 'x-peertube-video-password': 'candle' };
    expect((await ask(path, { headers: wrong })).json.code).toBe('incorrect_video_password');
    const headers = { 'x-peertube-video-password': 'lantern' };
    const film = (await ask(path, { headers })).json;
    const master = String((film.streamingPlaylists as unknown as Json[])[0]!.playlistUrl);
    expect((await fetch(master)).status).toBe(403);
    expect((await fetch(master, { headers })).status).toBe(200);
    const token = String((await ask(`${path}/token`, { method: 'POST', headers })).json.files?.token);
    const query = `videoFileToken=${token}&reinjectVideoFileToken=true`;
    const text = await (await fetch(`${master}?${query}`)).text();
    expect(text.match(/\.m3u8\?videoFileToken=[\w-]+&reinjectVideoFileToken=true/g)).toHaveLength(3);
    demo.controls.set({ fileTokenLifeMs: 0 });
    const stale = String((await ask(`${path}/token`, { method: 'POST', headers })).json.files?.token);
    expect((await fetch(`${master}?videoFileToken=${stale}`)).status).toBe(403);
  });

  it('keeps a private film from everyone but its owner', async () => {
    const path = `/api/v1/videos/${privateRiver.uuid}`;
    expect((await ask(path)).status).toBe(401);
    const form = new URLSearchParams({ grant_type: 'password', username: 'ferrywoman', password: 'river' });
    const login = await ask('/api/v1/users/token', { method: 'POST', body: form });
    const headers = { authorization: `Bearer ${login.json.access_token}` };
    expect((await ask(path, { headers })).status).toBe(200);
  });

  it('shows a followed film through the second instance, with its media at home', async () => {
    const { json } = await ask(`${demo.secondOrigin}/api/v1/videos/${riverOfLight.uuid}`);
    expect(json).toMatchObject({ isLocal: false, id: 101, url: `${demo.origin}/videos/watch/${riverOfLight.uuid}` });
    expect(String((json.streamingPlaylists as unknown as Json[])[0]!.playlistUrl)).toContain(demo.origin);
  });

  it('mirrors the files of a film and nothing beside them', async () => {
    const { json } = await ask(`/api/v1/videos/${mirroredRiver.uuid}`);
    const stream = (json.streamingPlaylists as unknown as Json[])[0]!;
    const mirror = String((stream.redundancies as unknown as Json[])[0]!.baseUrl);
    const file = String((stream.files as unknown as Json[])[0]!.fileUrl)
      .split('/')
      .at(-1);
    expect((await fetch(`${mirror}/${file}`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${mirror}/${String(stream.playlistUrl).split('/').at(-1)}`)).status).toBe(404);
  });

  it('stalls in the middle of a body until it is let go', async () => {
    const url = String(((await streamOf()).files as unknown as Json[])[0]!.fileUrl);
    demo.controls.set({ isStalling: true });
    const response = await fetch(url, { headers: { range: 'bytes=0-199999' } });
    const reader = response.body!.getReader();
    let received = 0;
    while (received < 100_000) received += (await reader.read()).value!.length;
    demo.controls.set({ isStalling: false });
    for (let next = await reader.read(); !next.done; next = await reader.read()) received += next.value.length;
    expect(received).toBe(200_000);
  });

  it('answers with the status it was told, and with nothing once it is cut off', async () => {
    const url = String((await streamOf()).playlistUrl);
    demo.controls.set({ failureStatus: 500 });
    expect((await fetch(url)).status).toBe(500);
    demo.controls.set({ isCutOff: true, failureStatus: null });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('answers as each version does', async () => {
    const place = demo.world.places[0];
    try {
      place.version = '6.3.0';
      const old = await readFilm();
      expect(old).toHaveProperty('descriptionPath');
      expect(old).not.toHaveProperty('thumbnails');
      expect(await streamOf()).not.toHaveProperty('files.0.playlistUrl');
      place.version = '7.2.3';
      expect(await readFilm()).toHaveProperty('nsfwFlags', 0);
      expect(await streamOf()).toHaveProperty('files.0.playlistUrl');
      place.version = '8.2.3';
      expect(await readFilm()).toHaveProperty('embedPrivacyPolicy.id', 1);
    } finally {
      place.version = '8.2.3';
    }
  });
});

/** One announce over a socket of its own; resolves with the answer, rejects if the socket is refused. */
function announce(hash: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${demo.origin.replace('http', 'ws')}/tracker/socket`);
    socket.once('error', reject);
    socket.once('message', (data) => {
      resolve(JSON.parse(String(data)) as Record<string, unknown>);
      socket.close();
    });
    socket.once('open', () => {
      const info_hash = Buffer.from(hash, 'hex').toString('latin1');
      const peer_id = '-FL0100-abcdefghijkl';
      socket.send(JSON.stringify({ action: 'announce', event: 'started', info_hash, peer_id, numwant: 0, offers: [] }));
    });
  });
}
