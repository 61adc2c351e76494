import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { riverBehindPassword, riverOfLight } from '../../../demo/catalogue/films.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { type Site, startPlayerHost, startSite } from '../../support/embed-site.ts';
import { BROWSER_ARGUMENTS, findBrowser } from '../../support/find-browser.ts';

/** PeerTube's own client, as it is published. */
const PEERTUBE_CLIENT = readFileSync(new URL(import.meta.resolve('@peertube/embed-api/build/player.min.js')), 'utf8');

type Client = Record<string, (...args: unknown[]) => Promise<unknown>> & {
  ready: Promise<void>;
  addEventListener(name: string, handler: (event: unknown) => void): boolean;
  destroy(): void;
};
type HostWindow = {
  PeerTubePlayer: new (frame: HTMLIFrameElement, scope?: string) => Client;
  client: Client;
  events: { name: string; event: unknown; at: number }[];
  posted: unknown[];
};

let demo: Demo;
let player: Site;
let blog: Site;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo({ hasPages: false });
  player = await startPlayerHost();
  blog = await startSite({
    '/client.js': { body: PEERTUBE_CLIENT },
    '/': { body: '<!doctype html><title>Blog</title><script src="/client.js"></script><div id="place"></div>' },
  });
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.close(), player?.close(), blog?.close()]);
});

function embedAddress(film: string, query = ''): string {
  return `${player.origin}/embed.html?url=${encodeURIComponent(film)}&api=1${query}`;
}

/** A page of another origin with a frame and PeerTube's client, which listens to everything. */
async function openHost(src: string, scope?: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(blog.origin);
  await page.evaluate(
    ({ src: address, scope: name }) => {
      const host = window as unknown as HostWindow;
      host.posted = [];
      host.events = [];
      window.addEventListener('message', ({ data }) => host.posted.push(data));
      const frame = document.createElement('iframe');
      frame.src = address;
      frame.width = '640';
      frame.height = '360';
      frame.allow = 'autoplay; fullscreen';
      document.getElementById('place')?.append(frame);
      host.client = new host.PeerTubePlayer(frame, name);
      const names = [
        'pause',
        'play',
        'playbackStatusUpdate',
        'playbackStatusChange',
        'resolutionUpdate',
        'volumeChange',
      ];
      for (const event of names) {
        host.client.addEventListener(event, (value) =>
          host.events.push({ name: event, event: value, at: performance.now() }),
        );
      }
    },
    { src, scope },
  );
  return page;
}

/** Calls a method of the client; an error comes back as its text. */
function call(page: Page, method: string, ...args: unknown[]): Promise<unknown> {
  return page.evaluate(
    async ({ method: name, args: values }) => {
      try {
        return await (window as unknown as HostWindow).client[name]?.(...values);
      } catch (error) {
        return `rejected: ${String(error)}`;
      }
    },
    { method, args },
  );
}

const ready = (page: Page) => page.evaluate(() => (window as unknown as HostWindow).client.ready.then(() => true));

function waitForEvent(page: Page, name: string, test: string) {
  return page.waitForFunction(
    ({ name: wanted, test: source }) => {
      const matches = new Function('event', `return ${source}`) as (event: unknown) => boolean;
      return (window as unknown as HostWindow).events.find((entry) => entry.name === wanted && matches(entry.event));
    },
    { name, test },
    { timeout: 20_000 },
  );
}

describe('PeerTube’s embed API, driven by its own client from another origin', () => {
  let page: Page;

  beforeAll(async () => {
    page = await openHost(embedAddress(`${demo.origin}/w/${riverOfLight.uuid}`));
    await ready(page);
  });

  afterAll(() => page?.close());

  it('asks for no media before play', () => {
    expect(demo.counters.mediaBytes).toBe(0);
    expect(demo.counters.announcedHashes.size).toBe(0);
  });

  it('plays, and says so', async () => {
    expect(await call(page, 'isPlaying')).toBe(false);
    expect(await call(page, 'play')).toBeUndefined();
    await waitForEvent(page, 'playbackStatusChange', 'event === "playing"');
    await waitForEvent(page, 'playbackStatusUpdate', 'event.playbackState === "playing" && event.position > 0.5');
    expect(await call(page, 'isPlaying')).toBe(true);
  });

  it('reports twice a second, with position, volume, duration and state', async () => {
    const start = await page.evaluate(() => performance.now());
    await page.waitForFunction(
      (from) =>
        (window as unknown as HostWindow).events.filter(({ name, at }) => name === 'playbackStatusUpdate' && at > from)
          .length >= 4,
      start,
    );
    const updates = await page.evaluate(
      (from) =>
        (window as unknown as HostWindow).events.filter(({ name, at }) => name === 'playbackStatusUpdate' && at > from),
      start,
    );
    const span = (updates.at(-1)?.at ?? 0) - (updates[0]?.at ?? 0);
    expect(span / (updates.length - 1)).toBeGreaterThan(400);
    expect(span / (updates.length - 1)).toBeLessThan(800);
    const { event } = updates[0] as { event: Record<string, unknown> };
    expect(Object.keys(event)).toEqual(['position', 'volume', 'duration', 'playbackState']);
    expect(event.duration).toBeGreaterThan(50);
  });

  it('seeks, and knows where it is', async () => {
    expect(await call(page, 'seek', 30)).toBeUndefined();
    await waitForEvent(page, 'playbackStatusUpdate', 'event.position >= 30');
    expect(await call(page, 'getCurrentTime')).toBeGreaterThanOrEqual(30);
  });

  it('sets the volume and tells', async () => {
    await call(page, 'setVolume', 0.4);
    await waitForEvent(page, 'volumeChange', 'event === 0.4');
    expect(await call(page, 'getVolume')).toBe(0.4);
  });

  it('lists resolutions, and switches', async () => {
    const list = (await call(page, 'getResolutions')) as {
      id: number;
      label: string;
      active: boolean;
      height: number;
    }[];
    expect(list.map(({ id }) => id)).toEqual([-1, 0, 1, 2]);
    expect(list.filter(({ active }) => active).map(({ id }) => id)).toEqual([-1]);
    const lowest = list.filter(({ id }) => id >= 0).sort((a, b) => a.height - b.height)[0];
    await call(page, 'setResolution', lowest?.id);
    await waitForEvent(page, 'resolutionUpdate', `event.some((entry) => entry.id === ${lowest?.id} && entry.active)`);
    await call(page, 'setResolution', -1);
    await waitForEvent(page, 'resolutionUpdate', 'event.some((entry) => entry.id === -1 && entry.active)');
  });

  it('changes the speed', async () => {
    expect(await call(page, 'getPlaybackRates')).toEqual([0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]);
    await call(page, 'setPlaybackRate', 1.5);
    await expect.poll(() => call(page, 'getPlaybackRate')).toBe(1.5);
  });

  it('lists captions, shows one, and turns all off for an unknown one', async () => {
    const modes = async () =>
      ((await call(page, 'getCaptions')) as { id: string; mode: string }[]).map(({ id, mode }) => `${id} ${mode}`);
    expect(await modes()).toEqual(['en disabled', 'fr disabled']);
    await call(page, 'setCaption', 'fr');
    await expect.poll(modes).toEqual(['en disabled', 'fr showing']);
    await call(page, 'setCaption', 'xx');
    await expect.poll(modes).toEqual(['en disabled', 'fr disabled']);
  });

  it('takes a picture', async () => {
    expect(await call(page, 'getImageDataUrl')).toMatch(/^data:image\/jpeg;base64,.{1000}/);
  });

  it('has no position outside of playlists, and no next or previous film', async () => {
    expect(await call(page, 'getCurrentPosition')).toBe(-1);
    expect(await call(page, 'playNextVideo')).toBeUndefined();
    expect(await call(page, 'playPreviousVideo')).toBeUndefined();
  });

  it('pauses', async () => {
    await call(page, 'pause');
    await waitForEvent(page, 'playbackStatusChange', 'event === "paused"');
    expect(await call(page, 'isPlaying')).toBe(false);
  });

  it('ends', async () => {
    await call(page, 'seek', 10_000);
    await call(page, 'play');
    await waitForEvent(page, 'playbackStatusChange', 'event === "ended"');
  });

  it('posts strings that begin as jschannel’s do', async () => {
    const posted = await page.evaluate(() => (window as unknown as HostWindow).posted);
    expect(posted.every((data) => typeof data === 'string' && data.startsWith('{"'))).toBe(true);
    expect(posted[0]).toMatch(
      /^\{"method":"peertube::__ready","params":\{"type":"publish-(request|reply)","publish":\[\]\}\}$/,
    );
    expect(posted).toContain('{"method":"peertube::ready","params":true}');
  });

  it('is changed by no stranger, no other scope, no malformed, enormous or endless message', async () => {
    await call(page, 'setVolume', 0.6);
    await expect.poll(() => call(page, 'getVolume')).toBe(0.6);
    await page.evaluate(() => {
      const frame = document.querySelector('iframe')?.contentWindow;
      const stranger = document.createElement('iframe');
      document.body.append(stranger);
      const say = '{"id":1,"method":"peertube::setVolume","params":0.1}';
      // A stranger's window is the source of what its own script posts.
      const script = (stranger.contentWindow as unknown as { eval(code: string): void }) ?? null;
      script.eval(`parent.frames[0].postMessage(${JSON.stringify(say)}, '*')`);
      for (const data of [
        say.replace('peertube', 'other'),
        say.slice(0, -1),
        { id: 1, method: 'peertube::setVolume', params: 0.1 },
        '{"id":1,"method":"peertube::setVolume","params":"0.1"}',
        '{"id":1,"method":"peertube::setVolume","params":null}',
        `{"id":1,"method":"peertube::setVideoPassword","params":"${'x'.repeat(5_000_000)}"}`,
        null,
        7,
      ]) {
        frame?.postMessage(data, '*');
      }
      for (let i = 0; i < 5000; i++) frame?.postMessage(`{"id":${i},"method":"peertube::dance"}`, '*');
    });
    expect(await call(page, 'getVolume')).toBe(0.6);
  });
});

describe('the embed API', () => {
  it('keeps to its scope', async () => {
    const page = await openHost(embedAddress(`${demo.origin}/w/${riverOfLight.uuid}`, '&scope=mine'), 'mine');
    await ready(page);
    expect(await call(page, 'getVolume')).toBeTypeOf('number');
    await page.close();
  });

  it('takes a password before the film, without a prompt', async () => {
    const film = `${demo.origin}/w/${riverBehindPassword.uuid}`;
    const page = await openHost(embedAddress(film, '&waitPasswordFromEmbedAPI=1'));
    expect(await call(page, 'setVideoPassword', riverBehindPassword.password)).toBeUndefined();
    await ready(page);
    await call(page, 'play');
    await waitForEvent(page, 'playbackStatusUpdate', 'event.position > 0.2');
    await page.close();
  });

  it('survives a host that goes and another that comes', async () => {
    const page = await openHost(embedAddress(`${demo.origin}/w/${riverOfLight.uuid}`));
    await ready(page);
    const address = await page.evaluate(() => document.querySelector('iframe')?.src ?? '');
    await page.evaluate(() => (window as unknown as HostWindow).client.destroy());
    expect(await page.locator('iframe').count()).toBe(0);
    await page.evaluate((src) => {
      const host = window as unknown as HostWindow;
      const frame = document.createElement('iframe');
      frame.src = src;
      document.getElementById('place')?.append(frame);
      host.client = new host.PeerTubePlayer(frame);
    }, address);
    await ready(page);
    expect(await call(page, 'isPlaying')).toBe(false);
    await page.close();
  });
});
