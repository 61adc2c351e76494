import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlayerOptions } from '../../src/player/options.ts';
import { openViewer, type Viewer } from '../support/browser-harness.ts';
import { type ClearKeySite, serveClearKeyFilm } from '../support/clear-key-site.ts';
import { useHarness } from '../support/harness-stage.ts';
import { startTracker, type TestTracker } from '../support/tracker-server.ts';

const KEY = {
  keyId: Buffer.from('a7e61c373e219033c21091fa607bf3b8', 'hex'),
  key: Buffer.from('76a6c65c5ea762046bd749a2e632ccbb', 'hex'),
};
/** Where pictures are compared: in the middle of a segment, far from its readable parts. */
const LOOK_AT_SECONDS = 5.02;

let film: ClearKeySite;
let tracker: TestTracker;

const stage = useHarness();

beforeEach(async () => {
  [film, tracker] = await Promise.all([serveClearKeyFilm(KEY), startTracker(null)]);
});

afterEach(async () => {
  for (const context of stage.browser.contexts()) await context.close();
  await Promise.all([film.close(), tracker.close()]);
});

/** Each has a browser profile of its own. */
async function watch(source: string, options: PlayerOptions = {}, initScript = ''): Promise<Viewer> {
  const player: PlayerOptions = { source, autoplay: true, isMuted: true, p2p: 'off', ...options };
  return openViewer(await stage.browser.newContext(), stage.site, { player, initScript });
}

const keysFrom = (licenseUrl: string): PlayerOptions => ({ drmSystems: { 'org.w3.clearkey': { licenseUrl } } });

const countFrames = (page: Page) =>
  page.evaluate(() => window.harness.player!.media.getVideoPlaybackQuality().totalVideoFrames);

/** The picture that stands at a time, as red, green, blue and opacity, row by row. */
async function lookAt(page: Page, seconds: number): Promise<number[]> {
  // Behind another window nothing is drawn, and no frame reported.
  await page.bringToFront();
  await page.evaluate(async (to) => {
    const { media } = window.harness.player!;
    media.pause();
    const isThere = new Promise((resolve) => media.requestVideoFrameCallback(resolve));
    media.currentTime = to;
    await isThere;
  }, seconds);
  const screenshot = await page.locator('video').screenshot();
  return page.evaluate(async (base64) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [128, 72];
    const brush = canvas.getContext('2d')!;
    brush.drawImage(picture, 0, 0, 128, 72);
    return [...brush.getImageData(0, 0, 128, 72).data];
  }, screenshot.toString('base64'));
}

const meanDifference = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

/** Keeps what a page sends to its peers. */
const KEEP_WHAT_IS_SENT = `
  window.sent = [];
  const { send } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.send = function (data) {
    if (typeof data !== 'string') window.sent.push(...new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength));
    return send.call(this, data);
  };
`;

async function readSent(page: Page): Promise<Buffer> {
  return Buffer.from(await page.evaluate(() => (window as unknown as { sent: number[] }).sent));
}

/** Bytes from the first sample that is encrypted in one and clear in the other: a key frame's, behind its header. */
function probe(segment: Buffer): Buffer {
  const mediaStart = segment.indexOf('mdat') + 4;
  return segment.subarray(mediaStart + 1000, mediaStart + 1064);
}

describe('an encrypted film (Common Encryption, Clear Key)', () => {
  it('shows whoever has the key the picture of the clear film', async () => {
    const [clear, viewer] = [await watch(film.clearUrl), await watch(film.encryptedUrl, keysFrom(film.licenseUrl))];
    await clear.until('the clear film plays', (state) => state.positionSeconds > 0.5);
    await viewer.until('it plays', (state) => state.positionSeconds > 0.5 && state.videoWidth === 128);
    const frames = await countFrames(viewer.page);
    await viewer.until('it goes on', (state) => state.positionSeconds > 1.5);
    expect(await countFrames(viewer.page)).toBeGreaterThan(frames);

    const expected = await lookAt(clear.page, LOOK_AT_SECONDS);
    expect(meanDifference(await lookAt(viewer.page, LOOK_AT_SECONDS), expected)).toBeLessThan(2);
    // Of one film at another time: the comparison sees a difference where there is one.
    expect(meanDifference(await lookAt(viewer.page, 1), expected)).toBeGreaterThan(10);
    expect(await viewer.events()).not.toContainEqual(expect.stringMatching(/^(warned|failed)/));
  });

  it('shows whoever has another key nothing, and says that it cannot be decoded', async () => {
    const viewer = await watch(film.encryptedUrl, keysFrom(film.wrongLicenseUrl));
    const { error, positionSeconds } = await viewer.until('it gave up', (state) => state.phase === 'failed');
    expect(error?.code).toBe('media-undecodable');
    expect(positionSeconds).toBe(0);
    expect(await countFrames(viewer.page)).toBe(0);
    expect(film.requests).toContain('/wrong-licence');
  });

  it('says so where nobody named a key system', async () => {
    const viewer = await watch(film.encryptedUrl);
    const { error } = await viewer.until('it gave up', (state) => state.phase === 'failed');
    expect(error?.code).toBe('media-undecodable');
  });

  it('goes from viewer to viewer as ciphertext, and each asks for a licence', async () => {
    const options = { ...keysFrom(film.licenseUrl), p2p: 'on', trackerUrls: [tracker.url] } as const;
    const first = await watch(film.encryptedUrl, options, KEEP_WHAT_IS_SENT);
    await first.until('it holds the film', (state) => state.buffered.some(({ endSeconds }) => endSeconds > 11));
    film.withholdSegments();
    const second = await watch(film.encryptedUrl, options);
    const { supply } = await second.until('it plays what its peer has', (state) => state.positionSeconds > 3);
    expect(supply?.peerBytes).toBeGreaterThanOrEqual(film.encrypted[1]!.length);
    expect(film.requests.filter((path) => path === '/licence')).toHaveLength(2);

    const sent = await readSent(first.page);
    expect(sent.includes(probe(film.encrypted[1]!))).toBe(true);
    expect(sent.includes(probe(film.clear[1]!))).toBe(false);
    const pictures = [await lookAt(first.page, LOOK_AT_SECONDS), await lookAt(second.page, LOOK_AT_SECONDS)] as const;
    expect(meanDifference(...pictures)).toBeLessThan(2);
  });
});
