import Hls from 'hls.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHlsLoaders } from '../../../src/integrations/hlsjs/hlsjs.ts';
import { createElement, playUntil, streamUrl } from '../playback/stage.ts';

describe('createHlsLoaders', () => {
  it('puts a supply behind an hls.js that a page made itself', async () => {
    const url = streamUrl('single.m3u8');
    const loaders = await createHlsLoaders({ url });
    const element = createElement();
    const hls = new Hls({ ...loaders.config });
    onTestFinished(() => {
      hls.destroy();
      loaders.destroy();
      element.remove();
    });
    const keys = new Set<string | null>();
    loaders.supply.on('bytesReceived', ({ streamKey }) => keys.add(streamKey));
    loaders.attach(hls);
    hls.attachMedia(element);
    hls.loadSource(url);
    await playUntil(element, 1);
    expect([...keys].some((key) => key?.startsWith('main-'))).toBe(true);
    expect(loaders.supply.stats().isSharing).toBe(false);
  });
});
