import { describe, expect, it } from 'vitest';
import { listInfoHashes } from '../../../demo/server/info-hash.ts';

const MASTER =
  'http://127.0.0.1:9001/static/streaming-playlists/hls/bfdbafe0-5a6d-4a11-a0c1-79c483a7289c/7174c412-9e9e-4e35-af29-6dd8c10a5dac-master.m3u8';

describe('listInfoHashes', () => {
  it('names the swarms of a 6.3 instance as a recorded one did', () => {
    const hashes = listInfoHashes({ version: '6.3.0', masterUrl: MASTER, renditions: 2, hasSeparateAudio: false });
    expect(hashes).toEqual(['7f67f4f03a4b0b4b43a78416b7b7682a224164b6', '1be9d91970460e68a50401333cc5495eb131edf6']);
  });

  it('names the swarms of 7.1 to 8.2, separate audio last', () => {
    const hashes = listInfoHashes({ version: '8.2.3', masterUrl: MASTER, renditions: 2, hasSeparateAudio: true });
    expect(hashes).toEqual([
      '3270505a5678415458325573374871457a6f6f6b',
      '4f2f49454961643359716f7675576c2f686e5350',
      '6a6d54724978626a36306c5a4174576c394a4231',
    ]);
  });

  it('lists one hash more for separate audio in 6.3', () => {
    const options = { version: '6.3.0', masterUrl: MASTER, renditions: 2, hasSeparateAudio: true } as const;
    expect(new Set(listInfoHashes(options)).size).toBe(3);
  });
});
