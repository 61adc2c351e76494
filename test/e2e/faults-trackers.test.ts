import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilmServer, serveFilm } from '../interop/film-server.ts';
import { buildViewerPage, openViewer } from '../interop/viewer.ts';
import { launchBrowser } from '../support/browser-harness.ts';
import { startHostileTracker, TRACKER_MANNERS, type TrackerManner } from '../support/hostile-tracker.ts';

const SEGMENT_BYTES = 60 * 1024;
/** Ten offers that wait, ten that are being answered, and those that are closing. */
const MOST_CONNECTIONS = 25;
/** Announces of the first ten seconds, goodbyes, and the answers that five minutes allow. */
const MOST_MESSAGES = 60;
const MOST_SOCKETS = 8;

/** Counts what the page has open. */
const COUNT_CONNECTIONS = `
  const Native = RTCPeerConnection;
  window.connections = new Set();
  window.mostConnections = 0;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration) {
      super(configuration);
      connections.add(this);
      mostConnections = Math.max(mostConnections, connections.size);
    }
    close() {
      super.close();
      connections.delete(this);
    }
  };`;

let browser: Browser;
let film: FilmServer;

beforeAll(async () => {
  const [launched, files] = await Promise.all([launchBrowser(), buildViewerPage()]);
  browser = launched;
  film = await serveFilm({ segments: 8, segmentBytes: SEGMENT_BYTES, files });
});

afterAll(async () => {
  await browser?.close();
  await film?.close();
});

describe.concurrent('with a tracker that', { timeout: 60_000 }, () => {
  it.each(Object.keys(TRACKER_MANNERS) as TrackerManner[])(
    '%s, the film goes on and nothing piles up',
    async (manner) => {
      const tracker = await startHostileTracker(manner);
      const context = await browser.newContext();
      try {
        await context.addInitScript(COUNT_CONNECTIONS);
        const viewer = await openViewer(context, film, { engine: 'fleuve', trackerUrl: tracker.url });
        const numbers = await viewer.until('it has seen eight seconds', (now) => now.positionSeconds > 8, 40_000);
        expect(numbers.errors).toEqual([]);
        expect(numbers.peers).toBe(0);
        expect(numbers.peerBytes).toBe(0);
        expect(tracker.seen.sockets).toBeGreaterThan(0);
        expect(tracker.seen.sockets).toBeLessThanOrEqual(MOST_SOCKETS);
        expect(tracker.seen.messages).toBeLessThanOrEqual(MOST_MESSAGES);
        expect(tracker.openSockets()).toBeLessThanOrEqual(1);
        const most = await viewer.page.evaluate<number>('mostConnections');
        expect(most).toBeLessThanOrEqual(MOST_CONNECTIONS);
        await viewer.page.evaluate(() => window.interop.leave());
        await viewer.page.waitForFunction('connections.size === 0', null, { timeout: 10_000 });
      } finally {
        await context.close();
        await tracker.close();
      }
    },
  );
});
