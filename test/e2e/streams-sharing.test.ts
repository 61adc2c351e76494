import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilmOptions, type FilmServer, serveFilm } from '../interop/film-server.ts';
import { buildViewerPage, openViewer } from '../interop/viewer.ts';
import { launchBrowser } from '../support/browser-harness.ts';
import { startTracker, type TestTracker } from '../support/tracker-server.ts';

const SEGMENT_BYTES = 120 * 1024;

let browser: Browser;
let files: ReadonlyMap<string, string | Uint8Array>;
let context: BrowserContext;
let tracker: TestTracker;
let film: FilmServer | null = null;

const serve = async (options: Omit<FilmOptions, 'segmentBytes' | 'files'>): Promise<FilmServer> => {
  film = await serveFilm({ ...options, segmentBytes: SEGMENT_BYTES, files });
  return film;
};

beforeAll(async () => {
  [browser, files] = await Promise.all([launchBrowser(), buildViewerPage()]);
});

afterAll(() => browser?.close());

beforeEach(async () => {
  [context, tracker] = await Promise.all([browser.newContext(), startTracker(null)]);
});

afterEach(async () => {
  await context.close();
  await film?.close();
  await tracker.close();
});

describe('a film of two renditions, between our viewers', () => {
  it('costs its server nothing when a viewer changes to a rendition that a peer holds', async () => {
    const server = await serve({ segments: 12, heights: [72, 108], hasHashes: true });
    const ours = { engine: 'fleuve', trackerUrl: tracker.url } as const;
    const holder = await openViewer(context, server, { ...ours, heightPx: 72 });
    await holder.until('it holds all of the small one', () => count(server, '72') === 12);
    await holder.switchTo(108);
    await holder.until('it plays the large one', (now) => now.heightPx === 108 && now.bufferedEndSeconds > 23);
    const viewer = await openViewer(context, server, { ...ours, heightPx: 108 });
    await viewer.until('it plays with its peer', (now) => now.peers === 1 && now.positionSeconds > 2);
    const before = server.requests.length;
    await viewer.switchTo(72);
    await viewer.until('it plays the other rendition', (now) => now.heightPx === 72 && now.bufferedEndSeconds > 23);
    expect(server.requests.slice(before)).toEqual([]);
    expect((await viewer.numbers()).errors).toEqual([]);
  });

  it('is shared by viewers of both, who meet through one who changed from one to the other', async () => {
    const server = await serve({ segments: 12, heights: [72, 108] });
    const ours = { engine: 'fleuve', trackerUrl: tracker.url } as const;
    const low = await openViewer(context, server, { ...ours, heightPx: 72 });
    const high = await openViewer(context, server, { ...ours, heightPx: 108 });
    await low.until('the one plays', (now) => now.positionSeconds > 2);
    await high.until('the other plays', (now) => now.positionSeconds > 2);
    // The tracker knows of no swarm that both are in.
    expect((await low.numbers()).peers).toBe(0);
    const both = await openViewer(context, server, { ...ours, heightPx: 72 });
    await both.until('it meets the one', (now) => now.peers === 1 && now.positionSeconds > 0.5);
    await both.switchTo(108);
    await both.until('it meets the other', (now) => now.peers === 2);
    await low.until('the other was introduced', (now) => now.peers === 2);
    await high.until('the one was introduced', (now) => now.peers === 2);
  });

  it('bears thirty jumps with two full peers', async () => {
    const server = await serve({ segments: 20 });
    const ours = { engine: 'fleuve', trackerUrl: tracker.url } as const;
    const peers = [await openViewer(context, server, ours), await openViewer(context, server, ours)];
    for (const peer of peers) {
      await peer.until('it plays', (now) => now.positionSeconds > 0.5);
      await peer.seek(16);
      await peer.until('it holds the film', (now) => now.bufferedEndSeconds > 39);
    }
    const viewer = await openViewer(context, server, ours);
    await viewer.until('it has both peers', (now) => now.peers === 2 && now.positionSeconds > 0.2);
    const before = server.requests.length;
    const waitsMs: number[] = [];
    for (let i = 0; i < 30; i++) waitsMs.push(await viewer.seek((i * 17.3 + (i % 2) * 9) % 37));
    expect(Math.max(...waitsMs)).toBeLessThan(1000);
    expect(server.requests.length - before).toBeLessThanOrEqual(30);
    expect((await viewer.numbers()).errors).toEqual([]);
  });
});

describe('a live with sound apart, between our viewers', () => {
  it('is shared, goes on after a stall, ends, and comes back', async () => {
    const server = await serve({ segments: 'live', hasSoundApart: true });
    const ours = { engine: 'fleuve', trackerUrl: tracker.url } as const;
    const first = await openViewer(context, server, ours);
    await first.until('the first viewer plays', (now) => now.positionSeconds > 1 && !now.isStalled);
    const second = await openViewer(context, server, ours);
    await second.until('they met', (now) => now.peers >= 1 && !now.isStalled);
    await second.until('it watched for a while', (now) => now.positionSeconds > 24 && now.peerBytes > 0, 60_000);
    const both = [await first.numbers(), await second.numbers()];
    const httpBytes = both.reduce((sum, one) => sum + one.httpBytes, 0);
    const peerBytes = both.reduce((sum, one) => sum + one.peerBytes, 0);
    // Two who watch the same moment take turns in fetching: half is the most that they can have from one another.
    expect(peerBytes / (httpBytes + peerBytes)).toBeGreaterThan(0.35);
    server.stall();
    const stalled = await second.until('it runs dry', (now) => now.isStalled, 30_000);
    server.resume();
    await second.until('it goes on', (now) => now.positionSeconds > stalled.positionSeconds + 1, 30_000);
    server.end();
    await second.until('it ended', (now) => now.isEnded, 60_000);
    expect((await second.numbers()).errors).toEqual([]);
    server.restart();
    await second.leave();
    const again = await openViewer(context, server, ours);
    await again.until('the second run plays', (now) => now.positionSeconds > 0.5 && !now.isStalled);
  });
});

function count(server: FilmServer, name: string): number {
  return new Set(server.requests.filter((request) => request.startsWith(`${name}/`))).size;
}
