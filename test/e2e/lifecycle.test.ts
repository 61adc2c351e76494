import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HarnessSite, launchBrowser, openViewer, serveHarness } from '../support/browser-harness.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const ROUNDS = 50;

/** Counts connections and sockets of the page that are open. */
const COUNT_OPEN = `
  window.open_ = new Set();
  window.opened = 0;
  for (const name of ['RTCPeerConnection', 'WebSocket']) {
    const Native = window[name];
    window[name] = class extends Native {
      constructor(...given) {
        super(...given);
        opened += 1;
        open_.add(this);
        this.addEventListener('close', () => open_.delete(this));
      }
      close(...given) {
        super.close(...given);
        open_.delete(this);
      }
    };
  }`;

let demo: Demo;
let site: HarnessSite;
let browser: Browser;

beforeAll(async () => {
  [demo, site, browser] = await Promise.all([startDemo({ hasPages: false }), serveHarness(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([demo?.close(), site?.close()]);
});

const player = () => ({
  source: `${demo.origin}/w/${demo.world.places[0].films[0]!.uuid}`,
  autoplay: true,
  isMuted: true,
});

describe('a player', { timeout: 60_000 }, () => {
  it(`leaves no connection and no socket after ${ROUNDS} rounds of create and destroy`, async () => {
    const context = await browser.newContext();
    const viewer = await openViewer(context, site, { player: player(), initScript: COUNT_OPEN, widthPx: 320 });
    await viewer.until('it plays', (now) => now.positionSeconds > 0.5);
    await viewer.page.evaluate(
      async ([options, rounds]) => {
        window.harness.player!.destroy();
        for (let i = 0; i < rounds; i++) {
          document.getElementById('player')!.replaceChildren();
          window.harness.create(options, { hasSkin: false, widthPx: 320 });
          await new Promise((resolve) => setTimeout(resolve, (i % 10) * 40));
          window.harness.player!.destroy();
          window.harness.player!.destroy();
        }
      },
      [player(), ROUNDS] as const,
    );
    expect(await viewer.page.evaluate<number>('opened')).toBeGreaterThan(1);
    await viewer.page.waitForFunction('open_.size === 0', null, { timeout: 15_000 });
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
    await context.close();
  });
});
