import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFilm } from '../interop/film-server.ts';
import { buildViewerPage, openViewer } from '../interop/viewer.ts';
import { launchBrowser } from '../support/browser-harness.ts';

let browser: Browser;
let files: ReadonlyMap<string, string | Uint8Array>;

beforeAll(async () => {
  [browser, files] = await Promise.all([launchBrowser(), buildViewerPage()]);
});

afterAll(() => browser?.close());

describe('createHlsEngine, on a page with a strict policy', () => {
  it('plays where workers are forbidden', async () => {
    const policy =
      "default-src 'self'; style-src 'unsafe-inline'; media-src blob:; connect-src 'self'; worker-src 'none'";
    const film = await serveFilm({ segments: 6, segmentBytes: 60_000, files, policy });
    const context = await browser.newContext();
    // A tracker that the policy forbids as well: HTTP has to carry the film.
    const viewer = await openViewer(context, film, { engine: 'fleuve', trackerUrl: 'ws://127.0.0.1:9' });
    const numbers = await viewer.until('it plays', (now) => now.positionSeconds > 3);
    expect(numbers.errors).toEqual([]);
    await context.close();
    await film.close();
  });
});
