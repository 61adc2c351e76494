import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser-harness.ts';
import { startTracker, type TestTracker } from '../support/tracker-server.ts';
import { type FilmServer, serveFilm } from './film-server.ts';
import { buildViewerPage, openViewer } from './viewer.ts';

const SEGMENTS = 24;
const SEGMENT_BYTES = 250 * 1024;
const MEGABYTE = 1024 * 1024;

let browser: Browser;
let files: ReadonlyMap<string, string | Uint8Array>;
let film: FilmServer;
let tracker: TestTracker;

beforeAll(async () => {
  [browser, files] = await Promise.all([launchBrowser(), buildViewerPage()]);
});

afterAll(() => browser?.close());

beforeEach(async () => {
  film = await serveFilm({ segments: SEGMENTS, segmentBytes: SEGMENT_BYTES, files });
  tracker = await startTracker(null);
});

afterEach(async () => {
  await film.close();
  await tracker.close();
});

describe('createSwarm, with viewers of p2p-media-loader-hlsjs 2.3', () => {
  it('hands them the film, and takes it from them', async () => {
    const context = await browser.newContext();
    const trackerUrl = tracker.url;
    const first = await openViewer(context, film, { engine: 'fleuve', trackerUrl });
    await first.until(
      'the first viewer is some seconds ahead',
      (now) => now.positionSeconds > 3 && now.httpBytes > 2 * MEGABYTE,
    );
    const stock = await openViewer(context, film, { engine: 'stock', trackerUrl });
    const taken = await stock.until('stock took a megabyte from ours', (now) => now.peerBytes >= MEGABYTE);
    const given = await first.numbers();
    expect(given.uploadedBytes).toBeGreaterThanOrEqual(MEGABYTE);
    expect(given.errors).toEqual([]);
    await stock.until(
      'stock holds most of the film',
      (now) => now.peerBytes + now.httpBytes > 18 * SEGMENT_BYTES,
      60_000,
    );
    await first.leave();
    const second = await openViewer(context, film, { engine: 'fleuve', trackerUrl });
    const received = await second.until('ours took a megabyte from stock', (now) => now.peerBytes >= MEGABYTE);
    const sent = await stock.numbers();
    expect(sent.uploadedBytes).toBeGreaterThanOrEqual(MEGABYTE);
    await second.until('it plays', (now) => now.positionSeconds > 4);
    expect([...taken.errors, ...received.errors, ...sent.errors]).toEqual([]);
    await context.close();
  });
});

describe('p2pMediaLoader, with viewers of p2p-media-loader-hlsjs 2.3', () => {
  it('is one of them', async () => {
    const context = await browser.newContext();
    const trackerUrl = tracker.url;
    const stock = await openViewer(context, film, { engine: 'stock', trackerUrl });
    await stock.until('stock plays', (now) => now.positionSeconds > 2);
    const ours = await openViewer(context, film, { engine: 'p2p-media-loader', trackerUrl });
    const numbers = await ours.until('something came from a peer', (now) => now.peerBytes > SEGMENT_BYTES, 60_000);
    expect(numbers.peers).toBe(1);
    expect(numbers.errors).toEqual([]);
    await ours.until('it plays', (now) => now.positionSeconds > 4 && !now.isStalled);
    const sent = await stock.numbers();
    expect(sent.uploadedBytes).toBeGreaterThan(0);
    await context.close();
  });
});
