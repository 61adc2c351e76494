import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { riverOfLight } from '../../../demo/catalogue/films.ts';
import { type Demo, startDemo } from '../../support/demo.ts';
import { type Site, startPlayerHost, startSite } from '../../support/embed-site.ts';
import { BROWSER_ARGUMENTS, findBrowser, MANY_VIEWERS_ARGUMENTS } from '../../support/find-browser.ts';

let demo: Demo;
let player: Site;
let blog: Site;
let browser: Browser;

beforeAll(async () => {
  demo = await startDemo({ hasPages: false });
  player = await startPlayerHost();
  blog = await startSite({ '/': { body: '<!doctype html><title>Blog</title>' } });
  const args = [...BROWSER_ARGUMENTS, ...MANY_VIEWERS_ARGUMENTS];
  browser = await chromium.launch({ executablePath: findBrowser(), args });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.close(), player?.close(), blog?.close()]);
});

type FrameOptions = {
  readonly query?: string;
  readonly attributes?: string;
  readonly count?: number;
  readonly site?: Site;
};

/** A page of another origin with frames of the player. */
async function openBlog(context: BrowserContext, options: FrameOptions = {}): Promise<Page> {
  const film = encodeURIComponent(`${demo.origin}/w/${riverOfLight.uuid}`);
  const src = `${(options.site ?? player).origin}/embed.html?url=${film}&${options.query ?? 'autoplay=1'}`;
  const frame = `<iframe src="${src.replaceAll('&', '&amp;')}" width="480" height="270" ${options.attributes ?? 'allow="autoplay"'}></iframe>`;
  const path = `/${Math.random()}`;
  blog.put(path, { type: 'text/html', body: `<!doctype html><title>Blog</title>${frame.repeat(options.count ?? 1)}` });
  const page = await context.newPage();
  await page.goto(blog.origin + path);
  return page;
}

type Seen = { phase: string; time: number; isMuted: boolean; fromPeers: number; toPeers: number; sharing: string };

function look(frame: Frame): Promise<Seen | null> {
  return frame.evaluate(() => {
    const element = document.querySelector('fleuve-player') as unknown as {
      player: { media: HTMLVideoElement; state: Record<string, never> } | null;
    } | null;
    if (!element?.player) return null;
    const { media, state } = element.player;
    const { supply, phase, sharing } = state as unknown as {
      supply: { peerBytes: number; uploadedBytes: number } | null;
      phase: string;
      sharing: { kind: string };
    };
    return {
      phase,
      time: media.currentTime,
      isMuted: media.muted,
      fromPeers: supply?.peerBytes ?? 0,
      toPeers: supply?.uploadedBytes ?? 0,
      sharing: sharing.kind,
    };
  });
}

function framesOf(page: Page): Frame[] {
  return page.frames().filter((frame) => frame !== page.mainFrame());
}

async function waitUntil(frame: Frame, test: (seen: Seen) => boolean, words: string): Promise<Seen> {
  let last: Seen | null = null;
  await expect
    .poll(
      async () => {
        last = await look(frame).catch(() => null);
        return last !== null && test(last);
      },
      { timeout: 25_000, message: words },
    )
    .toBe(true);
  return last as unknown as Seen;
}

describe('the embed page on hostile pages', () => {
  it('plays and shares inside sandbox="allow-scripts", without storage and with an opaque origin', async () => {
    const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
    const pages = await Promise.all(
      contexts.map((context) => openBlog(context, { attributes: 'sandbox="allow-scripts" allow="autoplay"' })),
    );
    const frames = pages.map((page) => framesOf(page)[0] as Frame);
    expect(await frames[0]?.evaluate(() => self.origin)).toBe('null');
    await Promise.all(frames.map((frame) => waitUntil(frame, ({ time }) => time > 1, 'it plays')));
    await expect
      .poll(async () => (await Promise.all(frames.map(look))).reduce((sum, seen) => sum + (seen?.fromPeers ?? 0), 0), {
        timeout: 25_000,
      })
      .toBeGreaterThan(50_000);
    await Promise.all(contexts.map((context) => context.close()));
  });

  it('plays where every kind of storage throws', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      }
    });
    const page = await openBlog(context);
    await waitUntil(framesOf(page)[0] as Frame, ({ time }) => time > 0.5, 'it plays');
    await context.close();
  });

  it('plays muted where sound needs a gesture, and offers to unmute', async () => {
    const args = BROWSER_ARGUMENTS.filter((argument) => !argument.startsWith('--autoplay-policy'));
    const strict = await chromium.launch({
      executablePath: findBrowser(),
      args: [...args, '--autoplay-policy=document-user-activation-required'],
    });
    const context = await strict.newContext({ locale: 'en-US' });
    // Whatever a test evaluates counts as a gesture, so the page itself has to say how it plays.
    await context.addInitScript(() => {
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = async function () {
        await play.call(this);
        console.log(`plays, muted: ${this.muted}`);
      };
    });
    const said: string[] = [];
    context.on('console', (message) => said.push(message.text()));
    const page = await openBlog(context);
    await expect.poll(() => said, { timeout: 25_000 }).toContain('plays, muted: true');
    const frame = framesOf(page)[0] as Frame;
    await frame.getByRole('button', { name: 'Tap to unmute' }).click();
    await waitUntil(frame, ({ isMuted }) => !isMuted, 'the click brings the sound');
    await strict.close();
  });

  it('plays where full screen is not granted, and does not offer it', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await openBlog(context, { attributes: 'allow="autoplay; fullscreen \'none\'"' });
    const frame = framesOf(page)[0] as Frame;
    await waitUntil(frame, ({ time }) => time > 0.5, 'it plays');
    expect(await frame.getByRole('button', { name: 'Full screen' }).count()).toBe(0);
    await context.close();
  });

  it('breaks no rule of the strict policy in the documentation, with Trusted Types', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/instances.md'), 'utf8');
    const documented = /```\n(default-src 'none'[\s\S]*?)```/.exec(text)?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
    expect(documented).toContain('require-trusted-types-for');
    // The demo speaks http and ws; a real instance does not.
    const policy = documented.replaceAll('https:', 'https: http:').replaceAll('wss:', 'wss: ws:');
    const site = await startPlayerHost({ headers: { 'content-security-policy': policy } });
    const context = await browser.newContext({ locale: 'en-US' });
    await context.addInitScript(() => {
      (window as unknown as { violations: string[] }).violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        (window as unknown as { violations: string[] }).violations.push(
          `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`,
        ),
      );
    });
    const page = await openBlog(context, { site });
    const frame = framesOf(page)[0] as Frame;
    await waitUntil(frame, ({ time }) => time > 0.5, 'it plays');
    await frame.getByRole('button', { name: 'Settings' }).click();
    await frame.locator('[role=menu], [role=dialog]').first().waitFor();
    expect(await frame.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
    await context.close();
    await site.close();
  });

  it('plays twice on one page', async () => {
    const context = await browser.newContext();
    const page = await openBlog(context, { count: 2 });
    await Promise.all(framesOf(page).map((frame) => waitUntil(frame, ({ time }) => time > 0.5, 'it plays')));
    await context.close();
  });

  it('costs a page with twenty of them next to nothing until they are seen', async () => {
    demo.counters.reset();
    const context = await browser.newContext({ viewport: { width: 600, height: 400 } });
    const requested: string[] = [];
    context.on('request', (request) => requested.push(request.url()));
    const poster = encodeURIComponent(`${demo.origin}/lazy-static/none.jpg`);
    const page = await openBlog(context, {
      count: 20,
      query: `facade=1&poster=${poster}`,
      attributes: 'loading="lazy"',
    });
    await page.waitForLoadState('load');
    await framesOf(page)[0]?.locator('button').waitFor();
    expect(demo.counters.mediaBytes).toBe(0);
    expect(requested.filter((url) => url.includes('/api/v1/'))).toEqual([]);
    await context.close();
  });
});

/** Everything that a page asks of a network, as the browser reports it. */
async function recordNetwork(context: BrowserContext) {
  const requests: string[] = [];
  const sockets: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => sockets.push(socket.url())));
  await context.addInitScript(() => {
    const counted = window as unknown as { connections: number };
    counted.connections = 0;
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        counted.connections += 1;
      }
    };
  });
  const connections = (frame: Frame) =>
    frame.evaluate(() => (window as unknown as { connections: number }).connections);
  return { requests, sockets, connections };
}

describe('before the viewer acts', () => {
  it('the page asks its own host and the film’s instance only, and nothing of the media', async () => {
    demo.counters.reset();
    const context = await browser.newContext();
    const seen = await recordNetwork(context);
    const page = await openBlog(context, { query: 'p2p=1' });
    const frame = framesOf(page)[0] as Frame;
    await waitUntil(frame, ({ phase }) => phase === 'ready', 'the film is known');
    await page.waitForLoadState('networkidle');
    const hosts = new Set(seen.requests.map((url) => new URL(url).origin).filter((origin) => origin !== 'null'));
    expect([...hosts].sort()).toEqual([blog.origin, player.origin, demo.origin].sort());
    const asked = seen.requests.filter((url) => url.startsWith(demo.origin)).map((url) => new URL(url).pathname);
    expect(asked.filter((path) => /^\/static\/|views$|\.m3u8$|\.mp4$/.test(path))).toEqual([]);
    expect(seen.sockets).toEqual([]);
    expect(await seen.connections(frame)).toBe(0);
    await context.close();
  });

  it('a facade asks for its poster only, and its click plays', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    const seen = await recordNetwork(context);
    const previewPath = (await (await fetch(`${demo.origin}/api/v1/videos/${riverOfLight.uuid}`)).json()).previewPath;
    const poster = `${demo.origin}${previewPath}`;
    const page = await openBlog(context, { query: `poster=${encodeURIComponent(poster)}` });
    const frame = framesOf(page)[0] as Frame;
    await frame.getByRole('button', { name: 'Play' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(seen.requests.filter((url) => url.startsWith(demo.origin))).toEqual([poster]);
    expect(seen.sockets).toEqual([]);
    await frame.getByRole('button', { name: 'Play' }).click();
    await waitUntil(frame, ({ time }) => time > 0.3, 'it plays');
    await context.close();
  });

  it('with p2p=ask nobody is met before the yes, however long it plays', async () => {
    const context = await browser.newContext({ locale: 'en-US' });
    const seen = await recordNetwork(context);
    const page = await openBlog(context, { query: 'autoplay=1&p2p=ask' });
    const frame = framesOf(page)[0] as Frame;
    await waitUntil(frame, ({ time }) => time > 2, 'it plays');
    expect(seen.sockets).toEqual([]);
    expect(await seen.connections(frame)).toBe(0);
    await frame.getByRole('button', { name: 'Yes' }).click();
    await expect.poll(() => seen.sockets.length).toBeGreaterThan(0);
    await context.close();
  });
});

describe('a film whose owner limits where it is shown', () => {
  it('is refused on other sites with a sentence and a link to its page, and plays on those that are named', async () => {
    const { embedAllowList } = demo.world.places[0];
    const context = await browser.newContext({ locale: 'en-US' });
    try {
      embedAllowList.set(riverOfLight.uuid, ['allowed.example']);
      const refused = framesOf(await openBlog(context))[0] as Frame;
      const message = refused.locator('[part~=error]');
      await message.waitFor();
      expect(await message.textContent()).toMatch(/not.*(site|here|page)/i);
      const link = await message.getByRole('link').getAttribute('href');
      expect(link?.startsWith(`${demo.origin}/w/`)).toBe(true);
      embedAllowList.set(riverOfLight.uuid, [new URL(blog.origin).host]);
      await waitUntil(framesOf(await openBlog(context))[0] as Frame, ({ time }) => time > 0.3, 'it plays');
    } finally {
      embedAllowList.delete(riverOfLight.uuid);
      await context.close();
    }
  });
});
