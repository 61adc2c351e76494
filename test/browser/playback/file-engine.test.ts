import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileMedia } from '../../../src/media/video.ts';
import { createFileEngine } from '../../../src/playback/dom/file-engine.ts';
import { createElement, playUntil, streamUrl, until } from './stage.ts';

function file(height: number, more: Partial<FileMedia> = {}): FileMedia {
  return {
    kind: 'file',
    url: streamUrl(`plain/${height}.mp4`),
    mimeType: 'video/mp4',
    label: '',
    widthPx: (height * 16) / 9,
    heightPx: height,
    frameRate: 24,
    sizeBytes: null,
    mirrorUrls: [],
    ...more,
  };
}

function createStage(files: readonly FileMedia[]) {
  const element = createElement();
  const engine = createFileEngine({ element, files });
  onTestFinished(() => engine.destroy());
  const failures: string[] = [];
  engine.on('failed', (error) => failures.push(error.code));
  return { element, engine, failures };
}

describe('createFileEngine', () => {
  it('plays the file that fits the player from where it is told to', async () => {
    const { element, engine } = createStage([file(72), file(108)]);
    element.style.height = '60px';
    engine.start(5);
    await playUntil(element, 5.2);
    expect(element.videoHeight).toBe(72);
    expect(engine.activeQualityId).toBe(streamUrl('plain/72.mp4'));
    expect(engine.qualities.map((quality) => quality.label)).toEqual(['72p', '108p']);
  });

  it('keeps the place, the speed and playing when the quality changes', async () => {
    const { element, engine } = createStage([file(72), file(108)]);
    engine.setQuality(streamUrl('plain/72.mp4'));
    engine.start(4);
    element.playbackRate = 1.5;
    await playUntil(element, 4.3);
    engine.setQuality(streamUrl('plain/108.mp4'));
    await until('the other file plays', () => element.videoHeight === 108 && element.currentTime > 4.3);
    expect(element.currentTime).toBeLessThan(8);
    expect(element.paused).toBe(false);
    expect(element.playbackRate).toBe(1.5);
    expect(engine.chosenQualityId).toBe(streamUrl('plain/108.mp4'));
  });

  it('takes a mirror when the file is not there, and fails when nothing is', async () => {
    const lost = streamUrl('plain/lost.mp4');
    const { element, engine, failures } = createStage([
      file(72, { url: lost, mirrorUrls: [streamUrl('plain/72.mp4')] }),
    ]);
    element.autoplay = true;
    engine.start(0);
    await until('the mirror plays', () => element.currentTime > 0.3);
    expect(failures).toEqual([]);
    const other = createStage([file(72, { url: lost })]);
    other.engine.start(0);
    await until('it failed', () => other.failures.length > 0);
    expect(other.failures[0]).toBe('unsupported-media');
  });

  it('lets go of the element, and may be destroyed twice', async () => {
    const { element, engine } = createStage([file(72)]);
    engine.start(0);
    await playUntil(element, 0.1);
    engine.destroy();
    engine.destroy();
    expect(element.getAttribute('src')).toBeNull();
    engine.start(0);
    expect(element.getAttribute('src')).toBeNull();
  });
});
