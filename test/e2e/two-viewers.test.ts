import { describe, expect, it } from 'vitest';
import type { PlayerOptions } from '../../src/player/options.ts';
import { BLOCK_BYTES } from '../../src/wire/block.ts';
import { openViewer, type Viewer } from '../support/browser-harness.ts';
import { useDemoAndHarness } from '../support/harness-stage.ts';

/** How much later the second viewer comes. */
const DELAY_SECONDS = 10;
/** Much less than the film needs. */
const MAX_BYTES_PER_SECOND = 40_000;

const stage = useDemoAndHarness();

const filmUrl = () => `${stage.demo.origin}/w/${stage.demo.world.places[0].films[0]!.uuid}`;

/** Each viewer has a browser profile of its own, as two people have. */
async function openStranger(player: PlayerOptions = {}): Promise<Viewer> {
  const context = await stage.browser.newContext();
  return openViewer(context, stage.site, { player: { source: filmUrl(), autoplay: true, isMuted: true, ...player } });
}

describe('two viewers of one film', () => {
  it('the second, ten seconds later, has three quarters of it from the first, and every byte is accounted for', async () => {
    const first = await openStranger();
    await first.until('the first plays', (state) => state.positionSeconds >= DELAY_SECONDS);
    const second = await openStranger();
    await second.until('the second has seen it', (state) => state.phase === 'ended', 90_000);
    const [a, b] = await Promise.all([first.state(), second.state()]);
    expect(a.phase).toBe('ended');

    const share = b.supply!.peerBytes / (b.supply!.peerBytes + b.supply!.httpBytes);
    expect(share, JSON.stringify({ a: a.supply, b: b.supply })).toBeGreaterThanOrEqual(0.75);
    expect(b.supply!.isVerified).toBe(true);
    expect(a.supply!.uploadedBytes).toBe(b.supply!.peerBytes);

    // The list of hashes is no part of the film, and no player counts it.
    const served = [...stage.demo.counters.bytesByPath].filter(([path]) => !path.endsWith('.json'));
    const servedBytes = served.reduce((sum, [, bytes]) => sum + bytes, 0);
    const receivedBytes = a.supply!.httpBytes + b.supply!.httpBytes;
    const facts = JSON.stringify({ served, a: a.supply, b: b.supply });
    expect(Math.abs(servedBytes - receivedBytes) / servedBytes, facts).toBeLessThan(0.02);
    expect([...stage.demo.counters.refusedHashes]).toEqual([]);
    const troubles = [...(await first.events()), ...(await second.events())].filter((event) =>
      /^(warned|failed)/.test(event),
    );
    expect(troubles).toEqual([]);
  });

  it('the first sends no faster than its page allows', async () => {
    const first = await openStranger({ maxUploadBitsPerSecond: 8 * MAX_BYTES_PER_SECOND });
    await first.until('the first plays', (state) => state.positionSeconds >= DELAY_SECONDS);
    const cameMs = performance.now();
    const second = await openStranger();
    await second.until('the second has some of it from the first', (state) => (state.supply?.peerBytes ?? 0) > 0);
    await second.until('the second plays', (state) => state.positionSeconds >= DELAY_SECONDS);
    const { uploadedBytes } = (await first.state()).supply!;
    const seconds = (performance.now() - cameMs) / 1000;
    // A block more, and what an idle cap may send at once.
    expect(uploadedBytes).toBeLessThan(MAX_BYTES_PER_SECOND * (seconds + 1) + BLOCK_BYTES);
  });
});
