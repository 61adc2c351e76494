import { describe, expect, it } from 'vitest';
import { createQuality, type QualityFacts } from '../../../src/playback/quality.ts';

const FACTS: QualityFacts = {
  id: 'x',
  widthPx: 1920,
  heightPx: 1080,
  frameRate: 25,
  bitrateBitsPerSecond: 3_000_400,
  isAudioOnly: false,
};

describe('createQuality', () => {
  it('names a quality by its shorter side', () => {
    expect(createQuality(FACTS).label).toBe('1080p');
    expect(createQuality({ ...FACTS, widthPx: 720, heightPx: 1280 }).label).toBe('720p');
  });

  it('says when there are more pictures a second than usual', () => {
    expect(createQuality({ ...FACTS, frameRate: 59.94 }).label).toBe('1080p60');
    expect(createQuality({ ...FACTS, frameRate: 30 }).label).toBe('1080p');
  });

  it('keeps what the playlist says of codecs and colours', () => {
    const said = { videoCodec: 'hvc1.2.4.L123', audioCodec: 'mp4a.40.2', videoRange: 'PQ' };
    expect(createQuality({ ...FACTS, ...said })).toMatchObject(said);
    expect(createQuality(FACTS)).not.toHaveProperty('videoCodec');
  });

  it('falls back to the name, the bitrate and the id', () => {
    const unseen = { ...FACTS, widthPx: null, heightPx: null };
    expect(createQuality({ ...unseen, name: 'High' }).label).toBe('High');
    expect(createQuality(unseen).label).toBe('3000 kbit/s');
    expect(createQuality({ ...unseen, bitrateBitsPerSecond: null }).label).toBe('x');
  });
});
