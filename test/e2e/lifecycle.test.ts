import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HarnessSite, launchBrowser, openViewer, serveHarness } from '../support/browser-harness.ts';
import { type Demo, startDemo } from '../support/demo.ts';

const ROUNDS = 50;
const FROZEN_MS = 3000;

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
  it('goes on after its page was frozen, with its peer', async () => {
    const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
    const sleeper = await openViewer(contexts[0]!, site, { player: player(), widthPx: 320 });
    const peer = await openViewer(contexts[1]!, site, { player: player(), widthPx: 320 });
    await sleeper.until('they have met', (now) => now.positionSeconds > 1 && now.supply!.peers.length === 1);
    await sleeper.page.evaluate(() => {
      for (const name of ['freeze', 'resume']) document.addEventListener(name, () => window.harness.events.push(name));
    });
    const session = await contexts[0]!.newCDPSession(sleeper.page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    expect(await sleeper.events()).toEqual(expect.arrayContaining(['freeze', 'resume']));
    const { positionSeconds } = await sleeper.state();
    await sleeper.call('seek', positionSeconds + 20);
    await sleeper.until(
      'it plays on with its peer',
      (now) => now.positionSeconds > positionSeconds + 22 && now.supply!.peers.length === 1,
    );
    for (const viewer of [sleeper, peer])
      expect((await viewer.events()).filter((one) => one.startsWith('failed'))).toEqual([]);
    await Promise.all(contexts.map((context) => context.close()));
  });

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
