import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvents, PlaybackEngine } from '../../src/playback/engine.ts';

export type EngineStage = {
  readonly element: HTMLVideoElement;
  readonly engine: PlaybackEngine;
  dispose(): void;
};

/** What every implementation of the `PlaybackEngine` port does with a film of at least ten seconds. */
export function describePlaybackEngine(name: string, createStage: () => Promise<EngineStage>): void {
  describe(name, () => {
    let stage: EngineStage;
    beforeEach(async () => {
      stage = await createStage();
    });
    afterEach(() => stage.dispose());

    const once = <Name extends keyof EngineEvents>(event: Name): Promise<EngineEvents[Name]> =>
      new Promise((resolve) => stage.engine.on(event, resolve));
    const heard = (event: string): Promise<Event> =>
      new Promise((resolve) => stage.element.addEventListener(event, resolve, { once: true }));

    it('shows nothing before it is started', async () => {
      expect(stage.engine.activeQualityId).toBeNull();
      expect(stage.engine.chosenQualityId).toBe('auto');
      expect(stage.element.paused).toBe(true);
      expect(stage.element.readyState).toBe(0);
    });

    it('plays from the second that it is told', async () => {
      stage.engine.start(6);
      await stage.element.play();
      await heard('timeupdate');
      expect(stage.element.currentTime).toBeGreaterThanOrEqual(5.9);
      expect(stage.element.currentTime).toBeLessThan(8);
      expect(stage.engine.isLive).toBe(false);
      expect(stage.engine.liveSyncSeconds).toBeNull();
    });

    it('lets the element decide when it plays', async () => {
      const data = heard('loadeddata');
      stage.engine.start(0);
      await data;
      expect(stage.element.paused).toBe(true);
    });

    it('tells when its qualities are known, and each has a name of its own', async () => {
      const known = once('tracksChanged');
      stage.engine.start(0);
      await known;
      const { qualities } = stage.engine;
      expect(new Set(qualities.map((quality) => quality.id)).size).toBe(qualities.length);
      for (const quality of qualities) expect(quality.label).not.toBe('');
    });

    it('keeps playing when it is asked for a quality or a track that it has not', async () => {
      stage.engine.start(0);
      await stage.element.play();
      stage.engine.setQuality('no such quality');
      stage.engine.setAudioTrack('no such track');
      stage.engine.retry();
      await heard('timeupdate');
      expect(stage.element.error).toBeNull();
      expect(stage.element.paused).toBe(false);
    });

    it('is silent and harmless after it was destroyed, twice', async () => {
      let events = 0;
      stage.engine.on('tracksChanged', () => events++);
      stage.engine.destroy();
      stage.engine.destroy();
      stage.engine.start(0);
      stage.engine.retry();
      stage.engine.setQuality('auto');
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      expect(events).toBe(0);
      expect(stage.element.readyState).toBe(0);
    });
  });
}
