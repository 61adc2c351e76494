import { describe, expect, it } from 'vitest';
import { createStreamCatalog, parseAttributes } from '../../../src/playback/master-playlist.ts';

const URL_OF_MASTER = 'https://tube.example/hls/master.m3u8?token=1';

describe('parseAttributes', () => {
  it('reads quoted and bare values, commas within quotes included', () => {
    expect({ ...parseAttributes('BANDWIDTH=100,CODECS="avc1.4d400a,mp4a.40.2",RESOLUTION=1x2') }).toEqual({
      BANDWIDTH: '100',
      CODECS: 'avc1.4d400a,mp4a.40.2',
      RESOLUTION: '1x2',
    });
  });

  it('has no names that an object has by itself', () => {
    expect(parseAttributes('BANDWIDTH=1').constructor).toBeUndefined();
  });
});

describe('createStreamCatalog', () => {
  const master = [
    '#EXTM3U',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",CHANNELS="2",URI="en.m3u8"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Muxed"',
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",URI="words.m3u8"',
    '#EXT-X-STREAM-INF:BANDWIDTH=900,RESOLUTION=1280x720,FRAME-RATE=25,CODECS="zz.9,mp4a.40.2",AUDIO="a"',
    '',
    '# a comment',
    'high.m3u8',
    '#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=300,RESOLUTION=640x360,CODECS="avc1.64001f,mp4a.40.2",AUDIO="a",VIDEO-RANGE=SDR',
    'https://other.example/low.m3u8',
  ].join('\r\n');

  it('keeps the order of the master, whatever can be decoded', () => {
    const { manifest } = createStreamCatalog(master, URL_OF_MASTER);
    expect(manifest.url).toBe(URL_OF_MASTER);
    expect(manifest.streams.map(({ key, playlistUrl }) => [key, playlistUrl])).toEqual([
      ['main-0', 'https://tube.example/hls/high.m3u8'],
      ['main-1', 'https://other.example/low.m3u8'],
      ['secondary-0', 'https://tube.example/hls/en.m3u8'],
    ]);
  });

  it('reads what a stream is made of', () => {
    const { streams } = createStreamCatalog(master, URL_OF_MASTER).manifest;
    expect(streams[1]).toMatchObject({
      bitrateBitsPerSecond: 300,
      widthPx: 640,
      heightPx: 360,
      frameRate: null,
      videoCodec: 'avc1.64001f',
      audioCodec: 'mp4a.40.2',
      videoRange: 'SDR',
    });
    expect(streams[0]).toMatchObject({ frameRate: 25, videoCodec: null });
    expect(streams[2]).toMatchObject({ language: 'en', name: 'English', channels: '2', audioCodec: 'mp4a.40.2' });
  });

  it('prefers the codecs that another parser found', () => {
    const catalog = createStreamCatalog(master, URL_OF_MASTER, (url) =>
      url.endsWith('low.m3u8') ? { videoCodec: 'avc1.42e01e', audioCodec: null } : null,
    );
    expect(catalog.manifest.streams[1]?.videoCodec).toBe('avc1.42e01e');
  });

  it('takes a media playlist for a film of one stream', () => {
    const { manifest } = createStreamCatalog('#EXTM3U\n#EXTINF:2,\na.ts\n', URL_OF_MASTER);
    expect(manifest.streams.map(({ key, playlistUrl }) => [key, playlistUrl])).toEqual([['main-0', URL_OF_MASTER]]);
  });

  it('sees one stream in the pathways and backups of a rendition', () => {
    const text = [
      '#EXTM3U',
      '#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.64001f",PATHWAY-ID="a"',
      'a/low.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=2,CODECS="avc1.64001f",PATHWAY-ID="a"',
      'a/high.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.64001f",PATHWAY-ID="b"',
      'b/low.m3u8',
    ].join('\n');
    const catalog = createStreamCatalog(text, URL_OF_MASTER);
    expect(catalog.manifest.streams.map((stream) => stream.key)).toEqual(['main-0', 'main-1']);
    expect(catalog.findStream('main', 'https://tube.example/hls/b/low.m3u8', {})?.key).toBe('main-0');
    const clone = { BANDWIDTH: '2', CODECS: 'avc1.64001f', 'PATHWAY-ID': 'c' };
    expect(catalog.findStream('main', 'https://c.example/high.m3u8', clone)?.key).toBe('main-1');
    expect(catalog.findStream('main', 'https://c.example/else.m3u8', { BANDWIDTH: '3' })).toBeNull();
  });

  it('finds the audio of a cloned pathway', () => {
    const catalog = createStreamCatalog(master, URL_OF_MASTER);
    const attributes = { 'GROUP-ID': 'a_clone_b', NAME: 'English', LANGUAGE: 'en', CHANNELS: '2' };
    expect(catalog.findStream('secondary', 'https://b.example/en.m3u8', attributes)?.key).toBe('secondary-0');
  });

  it('fills in variables', () => {
    const text = [
      '#EXTM3U',
      '#EXT-X-DEFINE:NAME="host",VALUE="https://cdn.example"',
      '#EXT-X-DEFINE:QUERYPARAM="token"',
      '#EXT-X-STREAM-INF:BANDWIDTH=1',
      '{$host}/a.m3u8?t={$token}&x={$unknown}',
    ].join('\n');
    const { streams } = createStreamCatalog(text, URL_OF_MASTER).manifest;
    expect(streams[0]?.playlistUrl).toBe('https://cdn.example/a.m3u8?t=1&x={$unknown}');
  });

  it('bounds what a hostile master can name, and skips addresses that are none', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `#EXT-X-STREAM-INF:BANDWIDTH=${i + 1}\n${i}.m3u8`);
    const text = ['#EXTM3U', '#EXT-X-STREAM-INF:BANDWIDTH=9', 'javascript:alert(1)', ...many].join('\n');
    const { streams } = createStreamCatalog(text, URL_OF_MASTER).manifest;
    expect(streams).toHaveLength(200);
    expect(streams[0]?.playlistUrl).toBe('https://tube.example/hls/0.m3u8');
  });
});
