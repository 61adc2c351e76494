import { describe, expect, it } from 'vitest';
import { extractAudioOnly } from '../../../src/playback/audio-only.ts';

const URL_OF_MASTER = 'https://tube.example/hls/master.m3u8';
const PICTURE =
  '#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="a"\n720.m3u8';

describe('extractAudioOnly', () => {
  it('prefers the variant without a picture', () => {
    const sound = '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"\n0.m3u8';
    const text = ['#EXTM3U', '#EXT-X-VERSION:6', PICTURE, sound].join('\n');
    expect(extractAudioOnly(text, URL_OF_MASTER)?.trimEnd().split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:6',
      '#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"',
      'https://tube.example/hls/0.m3u8',
    ]);
  });

  it('takes the sound apart that is the default one', () => {
    const media = (name: string, isDefault: string) =>
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="${name}",DEFAULT=${isDefault},URI="${name}.m3u8"`;
    const text = ['#EXTM3U', media('fr', 'NO'), media('en', 'YES'), PICTURE].join('\n');
    const lines = extractAudioOnly(text, URL_OF_MASTER)?.trimEnd().split('\n') ?? [];
    expect(lines.at(-1)).toBe('https://tube.example/hls/en.m3u8');
    expect(lines.at(-2)).toContain('CODECS="mp4a.40.2"');
  });

  it('has nothing to offer where sound and picture are one, or where there is no picture', () => {
    expect(extractAudioOnly(`#EXTM3U\n${PICTURE}`, URL_OF_MASTER)).toBeNull();
    const sound = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"\n0.m3u8';
    expect(extractAudioOnly(sound, URL_OF_MASTER)).toBeNull();
    expect(extractAudioOnly('#EXTM3U\n#EXTINF:2,\na.ts', URL_OF_MASTER)).toBeNull();
  });
});
