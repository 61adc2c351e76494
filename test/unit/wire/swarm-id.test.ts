// The package's entry cannot be loaded in Node (it names an export that `debug` does not have there): its file can.

import { describe, expect, it } from 'vitest';
import { generateStreamShortId } from '../../../node_modules/p2p-media-loader-core/lib/utils/stream.js';
import { fromHex, fromLatin1 } from '../../../src/base/bytes.ts';
import type { Stream } from '../../../src/media/segment.ts';
import { createBrowserDigest } from '../../../src/platform/browser-digest.ts';
import { describeStream, streamShortId } from '../../../src/wire/stream-short-id.ts';
import { nameByAttributes, nameByFilm, nameByIndex, nameByWireV1, nameSwarms } from '../../../src/wire/swarm-id.ts';

const digest = createBrowserDigest();
const UUID = 'bfdbafe0-5a6d-4a11-a0c1-79c483a7289c';
/** A film of a real PeerTube 6.3.0; the hashes were computed with what each version's viewers run. */
const PLAYLIST_URL = `http://127.0.0.1:9001/static/streaming-playlists/hls/${UUID}/7174c412-9e9e-4e35-af29-6dd8c10a5dac-master.m3u8`;

const WIRE_V1 = ['7f67f4f03a4b0b4b43a78416b7b7682a224164b6', '1be9d91970460e68a50401333cc5495eb131edf6'];
const BY_INDEX = ['3270505a5678415458325573374871457a6f6f6b', '4f2f49454961643359716f7675576c2f686e5350'];
const BY_INDEX_AUDIO = '6a6d54724978626a36306c5a4174576c394a4231';
const BY_ATTRIBUTES = '773743735a7649434647746475684a49496d4841';
const BY_ATTRIBUTES_AUDIO = '4f5a454b46596c5171576373574657374a633430';
const BY_FILM_480 = '6f38683552617145576145395955723971753778';

function createStream(over: Partial<Stream> = {}): Stream {
  return {
    key: 'main-0',
    kind: 'main',
    index: 0,
    playlistUrl: 'http://127.0.0.1:9001/240.m3u8',
    bitrateBitsPerSecond: 305_538,
    widthPx: 428,
    heightPx: 240,
    frameRate: 25,
    videoCodec: 'avc1.640015',
    audioCodec: 'mp4a.40.2',
    language: null,
    name: null,
    channels: null,
    videoRange: null,
    ...over,
  };
}

const HIGH = createStream({
  key: 'main-1',
  index: 1,
  bitrateBitsPerSecond: 976_929,
  widthPx: 854,
  heightPx: 480,
  videoCodec: 'avc1.64001e',
});
const AUDIO = createStream({ key: 'secondary-0', kind: 'secondary', bitrateBitsPerSecond: 0, name: 'audio_0' });
const STREAMS = [createStream(), HIGH, AUDIO];

function nameListed(infoHashes: readonly string[], manifestUrl = PLAYLIST_URL, playlistUrl = PLAYLIST_URL) {
  const manifest = { url: manifestUrl, streams: STREAMS };
  return nameSwarms({ manifest, playlistUrl, sharing: { kind: 'listed', infoHashes }, digest });
}

describe('nameByWireV1', () => {
  it('names the swarms of PeerTube up to 7.0', async () => {
    for (const index of [0, 1]) {
      expect((await nameByWireV1(digest, PLAYLIST_URL, index)).infoHash).toBe(WIRE_V1[index]);
    }
  });
});

describe('nameByIndex', () => {
  it('names the swarms of PeerTube 7.1 to 8.2', async () => {
    for (const index of [0, 1]) {
      expect((await nameByIndex(digest, PLAYLIST_URL, { kind: 'main', index })).infoHash).toBe(BY_INDEX[index]);
    }
    const audio = await nameByIndex(digest, PLAYLIST_URL, { kind: 'secondary', index: 0 });
    expect(audio.infoHash).toBe(BY_INDEX_AUDIO);
  });
});

describe('nameByAttributes', () => {
  it('names the swarms of p2p-media-loader 2.3', async () => {
    expect((await nameByAttributes(digest, PLAYLIST_URL, createStream())).infoHash).toBe(BY_ATTRIBUTES);
    expect((await nameByAttributes(digest, PLAYLIST_URL, AUDIO)).infoHash).toBe(BY_ATTRIBUTES_AUDIO);
  });
});

describe('nameByFilm', () => {
  it('names the swarms of PeerTube after 8.2', async () => {
    const name = await nameByFilm(digest, { uuid: UUID, kind: 'main', resolution: 480 });
    expect(name.infoHash).toBe(BY_FILM_480);
  });
});

describe('describeStream', () => {
  it('writes what identifies a picture and a sound', () => {
    expect(describeStream(createStream())).toBe('305538-avc1.640015-428-240----25-');
    expect(describeStream(AUDIO)).toBe('0-mp4a.40.2-----audio_0--');
  });

  it('agrees with p2p-media-loader 2.3.1 on pictures', async () => {
    const streams = [
      createStream(),
      HIGH,
      createStream({ videoCodec: 'avc1.66.30', frameRate: 29.97, videoRange: 'sdr ' }),
      createStream({ videoCodec: 'hvc1.2.4.L123.B0, AVC1.64001E', frameRate: null, videoRange: 'PQ' }),
      createStream({ videoCodec: null, widthPx: null, heightPx: null, frameRate: 30 }),
      createStream({ bitrateBitsPerSecond: 0, videoCodec: null, widthPx: null, heightPx: null, frameRate: null }),
    ];
    for (const stream of streams) {
      const stock = generateStreamShortId({
        bitrate: stream.bitrateBitsPerSecond,
        codecs: stream.videoCodec,
        width: stream.widthPx,
        height: stream.heightPx,
        frameRate: stream.frameRate,
        videoRange: stream.videoRange,
      });
      expect(await streamShortId(digest, stream)).toBe(stock);
    }
  });

  it('agrees with p2p-media-loader 2.3.1 on sound', async () => {
    for (const over of [{}, { language: 'fr-CA', channels: '6/JOC', name: ' Québec ' }, { language: 'und' }]) {
      const stream = { ...AUDIO, ...over };
      const { audioCodec: codecs, language, channels, name } = stream;
      const stock = generateStreamShortId({ bitrate: 0, codecs, language, channels, name });
      expect(await streamShortId(digest, stream)).toBe(stock);
    }
  });
});

describe('nameSwarms', () => {
  it('finds each stream in the list of PeerTube 7.1 to 8.2', async () => {
    const swarms = await nameListed([...BY_INDEX, BY_INDEX_AUDIO]);
    expect(swarms.get('main-0')?.swarm).toEqual({ infoHash: BY_INDEX[0], wire: 'v2' });
    expect(swarms.get('main-1')?.swarm).toEqual({ infoHash: BY_INDEX[1], wire: 'v2' });
    expect(swarms.get('secondary-0')?.swarm).toEqual({ infoHash: BY_INDEX_AUDIO, wire: 'v2' });
  });

  it('finds the film behind a redirect and a token', async () => {
    const mirror = 'https://cdn.example/elsewhere.m3u8';
    const behindRedirect = await nameListed(BY_INDEX, mirror);
    expect(behindRedirect.get('main-0')?.swarm?.infoHash).toBe(BY_INDEX[0]);
    const withToken = await nameListed(
      BY_INDEX,
      `${PLAYLIST_URL}?videoFileToken=x`,
      `${PLAYLIST_URL}?videoFileToken=x`,
    );
    expect(withToken.get('main-1')?.swarm?.infoHash).toBe(BY_INDEX[1]);
  });

  it('joins nothing where only wire v1 is spoken, and says so', async () => {
    const swarms = await nameListed(WIRE_V1);
    expect(swarms.get('main-0')).toMatchObject({ swarm: null, refusal: 'old-swarm' });
    expect(swarms.get('main-0')?.names).toEqual([{ infoHash: WIRE_V1[0], generation: 'v1', wire: 'v1' }]);
    expect(swarms.get('secondary-0')).toMatchObject({ swarm: null, refusal: 'not-listed' });
  });

  it('never names a swarm that is not listed', async () => {
    for (const list of [[], ['00'.repeat(20)], ['nonsense'], [BY_INDEX[1] as string]]) {
      const swarms = await nameListed(list);
      expect(swarms.get('main-0')).toEqual({ swarm: null, refusal: 'not-listed', names: [] });
    }
  });

  it('prefers the newest generation and knows the others', async () => {
    const swarms = await nameListed([WIRE_V1[1] as string, BY_INDEX[1] as string, BY_FILM_480]);
    expect(swarms.get('main-1')?.swarm).toEqual({ infoHash: BY_FILM_480, wire: 'v2' });
    expect(swarms.get('main-1')?.names.map((name) => name.generation)).toEqual(['v2-film', 'v2-index', 'v1']);
  });

  it('takes a list in capitals and one of characters', async () => {
    const capitals = await nameListed(BY_INDEX.map((hash) => hash.toUpperCase()));
    expect(capitals.get('main-0')?.swarm?.infoHash).toBe(BY_INDEX[0]);
    const text = String.fromCharCode(...(fromHex(BY_FILM_480) ?? []));
    expect(fromLatin1(text)?.length).toBe(20);
    expect((await nameListed([text])).get('main-1')?.swarm?.infoHash).toBe(BY_FILM_480);
  });

  it('names an upright picture by its shorter side', async () => {
    const upright = { ...HIGH, widthPx: 480, heightPx: 854 };
    const manifest = { url: PLAYLIST_URL, streams: [upright] };
    const swarms = await nameSwarms({ manifest, sharing: { kind: 'listed', infoHashes: [BY_FILM_480] }, digest });
    expect(swarms.get('main-1')?.swarm?.infoHash).toBe(BY_FILM_480);
  });

  it('names open swarms after the address without its query, or after the given id', async () => {
    const manifest = { url: `${PLAYLIST_URL}?a=b`, streams: STREAMS };
    const open = await nameSwarms({ manifest, sharing: { kind: 'open', swarmId: null }, digest });
    expect(open.get('main-0')?.swarm).toEqual({ infoHash: BY_ATTRIBUTES, wire: 'v2' });
    expect(open.get('secondary-0')?.swarm).toEqual({ infoHash: BY_ATTRIBUTES_AUDIO, wire: 'v2' });
    const named = await nameSwarms({ manifest, sharing: { kind: 'open', swarmId: PLAYLIST_URL }, digest });
    expect(named.get('main-0')?.swarm?.infoHash).toBe(BY_ATTRIBUTES);
  });
});
