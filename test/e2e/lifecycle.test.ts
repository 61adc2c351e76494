import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { northernLights } from '../../demo/catalogue/films.ts';
import { openViewer, openWindow } from '../support/browser-harness.ts';
import { useDemoAndHarness } from '../support/harness-stage.ts';

const ROUNDS = 50;
/** Longer than a peer is waited for. */
const FROZEN_MS = 12_000;

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

const stage = useDemoAndHarness();

const player = () => ({
  source: `${stage.demo.origin}/w/${stage.demo.world.places[0].films[0]!.uuid}`,
  autoplay: true,
  isMuted: true,
});

/** Makes and destroys players, each after another while. */
const makeAndDestroy = (page: Page, rounds: number): Promise<void> =>
  page.evaluate(
    async ([options, count]) => {
      window.harness.player!.destroy();
      for (let i = 0; i < count; i++) {
        document.getElementById('player')!.replaceChildren();
        window.harness.create(options, { hasSkin: false, widthPx: 320 });
        await new Promise((resolve) => setTimeout(resolve, (i % 10) * 40));
        window.harness.player!.destroy();
        window.harness.player!.destroy();
      }
      document.getElementById('player')!.replaceChildren();
    },
    [player(), rounds] as const,
  );

/** What the page still holds when everything that can go has gone. */
async function weigh(page: Page): Promise<{ heapBytes: number; listeners: number }> {
  await page.waitForFunction('open_.size === 0', null, { timeout: 15_000 });
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  const amountOf = (name: string) => metrics.find((metric) => metric.name === name)!.value;
  return { heapBytes: amountOf('JSHeapUsedSize'), listeners: amountOf('JSEventListeners') };
}

describe('a player', { timeout: 60_000 }, () => {
  it(`leaves no connection, no listener and no memory behind after ${ROUNDS} rounds of create and destroy`, async () => {
    const context = await stage.browser.newContext();
    const viewer = await openViewer(context, stage.site, { player: player(), initScript: COUNT_OPEN, widthPx: 320 });
    await viewer.until('it plays', (now) => now.positionSeconds > 0.5);
    await makeAndDestroy(viewer.page, 10);
    const early = await weigh(viewer.page);
    await makeAndDestroy(viewer.page, ROUNDS - 10);
    const late = await weigh(viewer.page);
    expect(await viewer.page.evaluate<number>('opened')).toBeGreaterThan(1);
    expect(late.listeners - early.listeners).toBeLessThan(40);
    expect(late.heapBytes - early.heapBytes).toBeLessThan(2_000_000);
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
    await context.close();
  });

  it('plays two films on one page over one socket, and one goes on when the other is destroyed', async () => {
    const context = await stage.browser.newContext();
    const viewer = await openViewer(context, stage.site, { player: player(), initScript: COUNT_OPEN, widthPx: 320 });
    await viewer.until('the first plays', (now) => now.positionSeconds > 0.5);
    const second = { ...player(), source: `${stage.demo.origin}/w/${northernLights.uuid}` };
    await viewer.page.evaluate((options) => {
      Object.assign(window, { first: window.harness.player });
      window.harness.create(options, { hasSkin: false, widthPx: 320 });
    }, second);
    await viewer.until('the second plays', (now) => now.positionSeconds > 0.5);
    const [before, sockets] = await viewer.page.evaluate<[number, number]>(
      '[first.media.currentTime, [...open_].filter((one) => one instanceof WebSocket).length]',
    );
    expect(sockets).toBe(1);
    await viewer.page.waitForFunction(`first.media.currentTime > ${before + 0.5}`, null, { timeout: 10_000 });
    await viewer.page.evaluate('first.destroy()');
    const { positionSeconds } = await viewer.until('the second plays still', () => true);
    await viewer.until('the second goes on', (now) => now.positionSeconds > positionSeconds + 1);
    expect((await viewer.events()).filter((event) => event.startsWith('failed'))).toEqual([]);
    await context.close();
  });

  it('goes on where its page was frozen, and shares as before; nobody waits for it meanwhile', async () => {
    const [context, window] = [await stage.browser.newContext(), await openWindow()];
    const first = await openViewer(context, stage.site, { player: player() });
    const second = await openViewer(window.context, stage.site, { player: player() });
    await second.until('they share', ({ supply }) => (supply?.peerBytes ?? 0) > 0);
    await second.page.evaluate(`
      window.told = [];
      for (const name of ['freeze', 'resume']) document.addEventListener(name, () => told.push(name));`);
    const session = await window.context.newCDPSession(second.page);
    await (await window.context.newPage()).bringToFront();
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    const atStart = await first.state();
    await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
    const atEnd = await first.state();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await second.page.bringToFront();
    expect(await second.page.evaluate('told')).toEqual(['freeze', 'resume']);

    const playedMs = (atEnd.positionSeconds - atStart.positionSeconds) * 1000;
    expect(playedMs).toBeGreaterThan(FROZEN_MS * 0.9);
    const { positionSeconds, supply } = await second.state();
    expect(positionSeconds).toBeLessThan(atEnd.positionSeconds - 8);
    await second.until(
      'it plays and is served again',
      (now) => now.positionSeconds > positionSeconds + 3 && now.supply!.peerBytes > supply!.peerBytes,
    );
    const troubles = [...(await first.events()), ...(await second.events())].filter((event) =>
      /^(warned|failed)/.test(event),
    );
    expect(troubles).toEqual([]);
    await context.close();
    await window.close();
  });
});
