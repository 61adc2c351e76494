import Hls from 'hls.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHlsLoaders } from '../../../src/integrations/hlsjs/hlsjs.ts';
import { createScriptedHttp } from '../../support/scripted-http.ts';
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

  it('loads one film once for two players on a page, and the second goes on without the first', async () => {
    const url = streamUrl('single.m3u8');
    const http = [createScriptedHttp(), createScriptedHttp()] as const;
    const open = (index: 0 | 1) =>
      createHlsLoaders({ url, trackerUrls: ['ws://127.0.0.1:9'], ports: { http: http[index] } });
    const [first, second] = [await open(0), await open(1)];
    const elements = [createElement(), createElement()] as const;
    const players = [first, second].map((loaders, index) => {
      const hls = new Hls({ ...loaders.config });
      loaders.attach(hls);
      hls.attachMedia(elements[index]!);
      return hls;
    });
    onTestFinished(() => {
      for (const hls of players) hls.destroy();
      for (const loaders of [first, second]) loaders.destroy();
      for (const element of elements) element.remove();
    });
    players[0]!.loadSource(url);
    await playUntil(elements[0], 1);
    players[1]!.loadSource(url);
    await playUntil(elements[1], 1);
    expect(http[0].requests.length).toBeGreaterThan(0);
    expect(http[1].requests).toEqual([]);

    players[0]!.destroy();
    first.destroy();
    await playUntil(elements[1], 3);
    expect(elements[1].error).toBeNull();
  });
});
