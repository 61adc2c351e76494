import Hls from 'hls.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBrowserClock } from '../../../src/platform/browser.ts';
import { createSupplyLoaders } from '../../../src/playback/dom/hls-loaders.ts';
import type { LoadSource } from '../../../src/swarm/supply.ts';
import { createPlainSupply } from '../../support/plain-supply.ts';
import { createScriptedHttp, type HttpScript } from '../../support/scripted-http.ts';
import { createElement, playUntil, streamUrl, until } from './stage.ts';

function createStage(path: string, options: { source?: LoadSource; script?: HttpScript; config?: object } = {}) {
  const clock = createBrowserClock();
  const http = createScriptedHttp(options.script);
  const supply = createPlainSupply({ http, clock, source: options.source ?? 'http' });
  const loaders = createSupplyLoaders(supply, clock);
  const hls = new Hls({ ...options.config, ...loaders.config });
  const element = createElement();
  onTestFinished(() => {
    hls.destroy();
    supply.destroy();
    element.remove();
  });
  loaders.attach(hls);
  hls.attachMedia(element);
  hls.loadSource(streamUrl(path));
  return { element, hls, supply, loaders };
}

describe('createSupplyLoaders', () => {
  it('goes on feeding its supply after hls.js started its decoder anew', async () => {
    const { element, hls, supply } = createStage('single/72.m3u8', {
      config: { maxBufferLength: 2, maxMaxBufferLength: 2 },
    });
    await playUntil(element, 1);
    hls.recoverMediaError();
    const reports = supply.log.playheads.length;
    const loads = supply.log.loads.length;
    await playUntil(element, 4);
    expect(supply.log.playheads.length).toBeGreaterThan(reports);
    expect(supply.log.loads.slice(loads).some((load) => load.startsWith('main-0/'))).toBe(true);
  });

  it('leaves the estimate of the network as it is where bytes were here already', async () => {
    const { element, hls, supply } = createStage('single/72.m3u8', { source: 'store' });
    const before = hls.bandwidthEstimate;
    await playUntil(element, 2);
    await until('the film is loaded', () => supply.log.loads.includes('main-0/5'));
    expect(hls.bandwidthEstimate).toBeGreaterThan(before / 2);
    expect(hls.bandwidthEstimate).toBeLessThan(before * 1.5);
  });

  it('lets hls.js measure a network that is one', async () => {
    const { element, hls, supply } = createStage('single/72.m3u8');
    const before = hls.bandwidthEstimate;
    await playUntil(element, 2);
    await until('the film is loaded', () => supply.log.loads.includes('main-0/5'));
    expect(hls.bandwidthEstimate).toBeGreaterThan(before * 1.5);
  });

  it('gives up a load when the watchdog of hls.js says so, and tells the supply', async () => {
    let wasAborted = false;
    const policy = { maxTimeToFirstByteMs: 100, maxLoadTimeMs: 200, timeoutRetry: null, errorRetry: null };
    const { hls } = createStage('single/72.m3u8', {
      script: ({ url, signal }) => {
        if (!url.endsWith('.mp4')) return null;
        signal?.addEventListener('abort', () => {
          wasAborted = true;
        });
        return new Promise(() => undefined);
      },
      config: { fragLoadPolicy: { default: policy } },
    });
    const details = await new Promise((resolve) => hls.once(Hls.Events.ERROR, (_name, data) => resolve(data.details)));
    expect(details).toBe('fragLoadTimeOut');
    expect(wasAborted).toBe(true);
  });

  it('tries a master playlist again as often as the load policy says', async () => {
    let asked = 0;
    const script: HttpScript = ({ url }) => (url.endsWith('ts.m3u8') && ++asked < 3 ? 503 : null);
    const retry = { maxNumRetry: 2, retryDelayMs: 10, maxRetryDelayMs: 10 };
    const policy = { maxTimeToFirstByteMs: 5000, maxLoadTimeMs: 5000, timeoutRetry: retry, errorRetry: retry };
    const { element } = createStage('ts.m3u8', { script, config: { manifestLoadPolicy: { default: policy } } });
    await playUntil(element, 0.2);
    expect(asked).toBe(3);
  });

  it('takes an abort for no error', async () => {
    const { element, hls, loaders } = createStage('single.m3u8');
    const errors: string[] = [];
    hls.on(Hls.Events.ERROR, (_name, data) => errors.push(data.details));
    await playUntil(element, 0.2);
    for (let i = 0; i < 10; i++) {
      element.currentTime = (i * 5) % 11;
      hls.currentLevel = i % 2;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    await until('nothing is under way', () => loaders.isIdle());
    await playUntil(element, 1);
    expect(errors.filter((error) => error.startsWith('frag'))).toEqual([]);
  });
});
