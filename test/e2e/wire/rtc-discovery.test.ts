import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runInPage, type SourceServer, startSourceServer } from '../../support/source-page.ts';
import { startTracker, type TestTracker } from '../../support/tracker-server.ts';

const SCENARIOS = 'test/e2e/wire/discovery-scenarios.ts';
const FILM = 'aa'.repeat(20);
const SOUND = 'bb'.repeat(20);

describe('createRtcDiscovery', { timeout: 30_000 }, () => {
  let sources: SourceServer;
  let tracker: TestTracker;
  let page: Page;

  const call = <Result = void>(name: string, ...args: unknown[]) => runInPage<Result>(page, SCENARIOS, { name, args });
  const createViewers = async (...names: string[]) => {
    for (const name of names) await call('createViewer', name, name.charCodeAt(0), [tracker.url]);
  };
  const meet = async () => {
    await createViewers('ann', 'bob');
    await call('join', 'ann', FILM, 5);
    await expect.poll(() => tracker.viewerCount(FILM)).toBe(1);
    await call('join', 'bob', FILM, 5);
    await call('waitForLinks', 'ann', 1);
    await call('waitForLinks', 'bob', 1);
  };

  beforeAll(async () => {
    sources = await startSourceServer();
  });
  afterAll(() => sources.close());

  beforeEach(async () => {
    tracker = await startTracker([FILM, SOUND]);
    page = await sources.openPage();
  });
  afterEach(async () => {
    await page.context().close();
    await tracker.close();
    expect(tracker.refusals).toEqual([]);
  });

  it('lets two viewers meet and exchange messages of every size, in order', async () => {
    await meet();
    expect(await call('remotePeerIds', 'ann')).toEqual([await call('peerIdOf', 'bob')]);
    expect(await call('exchange', 'ann', 'bob', [1, 4, 1000, 16_384, 65_535, 65_535, 3])).toBe(true);
  });

  it('reports when a full send buffer has drained', async () => {
    await meet();
    const { highest, afterDrain } = await call<{ highest: number; afterDrain: number }>('fill', 'ann', 2_000_000);
    expect(highest).toBeGreaterThan(1_000_000);
    expect(afterDrain).toBeLessThanOrEqual(131_072);
  });

  it('ends glare with exactly one connection', async () => {
    const names = ['ann', 'bob', 'cid', 'dot'];
    await createViewers(...names);
    await Promise.all(names.map((name) => call('join', name, FILM, 5)));
    for (const name of names) await call('waitForLinks', name, 3);
    // Early announces at 3 s introduce everybody to everybody once more.
    const updates = () => tracker.announces.filter((one) => one.kind === 'update').length;
    await expect.poll(updates, { timeout: 10_000 }).toBeGreaterThan(3);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const name of names) {
      const ids = await call<string[]>('remotePeerIds', name);
      expect(new Set(ids).size).toBe(3);
      expect(ids).toHaveLength(3);
    }
    expect(await call('exchange', 'ann', 'dot', [5, 5])).toBe(true);
  });

  it('says goodbye when a swarm is left, and keeps its open links', async () => {
    await meet();
    await call('leave', 'bob', FILM);
    await expect.poll(() => tracker.viewerCount(FILM)).toBe(1);
    expect(await call('exchange', 'ann', 'bob', [10])).toBe(true);
  });

  it('carries several swarms over one socket', async () => {
    await meet();
    await call('join', 'ann', SOUND, 5);
    await call('join', 'bob', SOUND, 5);
    await call('waitForLinks', 'ann', 2);
    await call('waitForLinks', 'bob', 2);
    expect(await call('linkCountsBySwarm', 'ann')).toEqual({ [FILM]: 1, [SOUND]: 1 });
    expect(tracker.socketCount()).toBe(2);
  });

  it('closes a banned peer and does not let it in again', async () => {
    await meet();
    await call('ban', 'ann', await call('peerIdOf', 'bob'));
    await call('waitForLinks', 'ann', 0);
    await call('waitForLinks', 'bob', 0);
    await createViewers('cid');
    await call('join', 'cid', FILM, 5);
    await call('waitForLinks', 'cid', 2);
    expect(await call('remotePeerIds', 'ann')).toEqual([await call('peerIdOf', 'cid')]);
  });

  it('leaves nothing open after it was destroyed, once or twice', async () => {
    await meet();
    await call('destroy', 'bob');
    await call('destroy', 'bob');
    await call('waitForLinks', 'bob', 0);
    // The other end hears of it at once, not by a timeout.
    expect(await call<number>('waitForLinks', 'ann', 0)).toBeLessThan(2000);
    await expect.poll(() => tracker.viewerCount(FILM)).toBe(1);
    await call('destroy', 'ann');
    await expect.poll(() => tracker.socketCount()).toBe(0);
    // An offer that was being made when its page went away is closed as soon as it is there.
    await expect.poll(() => call('openConnectionCount')).toBe(0);
  });

  it('closes everything when the page is hidden and comes back when it is shown', async () => {
    await meet();
    const before = await call('peerIdOf', 'bob');
    await call('suspend', 'bob');
    await call('waitForLinks', 'ann', 0);
    await expect.poll(() => tracker.viewerCount(FILM)).toBe(1);
    await call('resume', 'bob');
    await call('waitForLinks', 'bob', 1);
    await call('waitForLinks', 'ann', 1);
    expect(await call('peerIdOf', 'bob')).not.toBe(before);
    expect(await call('exchange', 'ann', 'bob', [10])).toBe(true);
  });

  it('lets its page into the back/forward cache, and is back when the viewer comes back', async () => {
    await createViewers('ann');
    await call('join', 'ann', FILM, 5);
    const other = await sources.openPage();
    const inOther = <Result = void>(name: string, ...args: unknown[]) =>
      runInPage<Result>(other, SCENARIOS, { name, args });
    await inOther('createViewer', 'bob', 'b'.charCodeAt(0), [tracker.url]);
    await inOther('join', 'bob', FILM, 5);
    await inOther('waitForLinks', 'bob', 1);
    await page.goto(`${sources.origin}/blank.html?elsewhere`);
    await inOther('waitForLinks', 'bob', 0);
    await expect.poll(() => tracker.viewerCount(FILM)).toBe(1);
    // Playwright's own way back waits for a load that does not happen.
    await page.evaluate(() => setTimeout(() => history.back(), 0));
    await inOther('waitForLinks', 'bob', 1);
    // What the page remembers is there: it was kept, not loaded anew.
    expect(await call('remotePeerIds', 'ann')).toEqual([await inOther('peerIdOf', 'bob')]);
    await other.context().close();
  });

  it('keeps links while the tracker is gone and is back within 5 s once the network is', async () => {
    await meet();
    await tracker.goAway();
    await expect.poll(() => tracker.socketCount()).toBe(0);
    expect(await call('exchange', 'ann', 'bob', [10])).toBe(true);
    await tracker.comeBack();
    const startMs = performance.now();
    await call('goOnline');
    await expect.poll(() => tracker.viewerCount(FILM), { timeout: 5000 }).toBe(2);
    expect(performance.now() - startMs).toBeLessThan(5000);
    expect(await call('exchange', 'ann', 'bob', [10])).toBe(true);
  });

  it('uses the next tracker where the first is gone', async () => {
    const deadUrl = 'ws://127.0.0.1:9/';
    await call('createViewer', 'ann', 1, [deadUrl, tracker.url]);
    await call('createViewer', 'bob', 2, [tracker.url]);
    await call('join', 'ann', FILM, 5);
    await call('join', 'bob', FILM, 5);
    await call('waitForLinks', 'ann', 1);
  });
});
