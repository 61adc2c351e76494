import { describe, expect, it, onTestFinished } from 'vitest';
import { canPlayHlsNatively, createNativeEngine } from '../../../src/playback/dom/native-engine.ts';
import { createElement, playUntil, streamUrl, until } from './stage.ts';

function createStage(path: string) {
  const element = createElement();
  const engine = createNativeEngine({ element, url: streamUrl(path) });
  onTestFinished(() => engine.destroy());
  const failures: string[] = [];
  engine.on('failed', (error) => failures.push(error.code));
  return { element, engine, failures };
}

describe('createNativeEngine', () => {
  it('leaves loading to the browser and says when it cannot', async () => {
    const { element, engine, failures } = createStage('ts.m3u8');
    engine.start(2);
    // Chromium plays HLS by itself since version 142; whichever this is, the engine says what happened.
    if (canPlayHlsNatively(element)) {
      await playUntil(element, 2.5);
      expect(engine.isLive).toBe(false);
      expect(engine.qualities).toEqual([]);
    } else {
      await until('it failed', () => failures.length > 0);
      expect(failures).toEqual(['unsupported-media']);
    }
  });

  it('says that a dead link is one', async () => {
    const { engine, failures } = createStage('lost.m3u8');
    engine.start(0);
    await until('it failed', () => failures.length > 0);
    expect(['unsupported-media', 'media-unreachable']).toContain(failures[0]);
  });

  it('may be destroyed twice', () => {
    const { element, engine } = createStage('ts.m3u8');
    engine.destroy();
    engine.destroy();
    engine.start(0);
    expect(element.getAttribute('src')).toBeNull();
  });
});
