import { describe, expect, it } from 'vitest';
import { openRogue, openViewer, type RoguePage, type Snapshot, type Viewer } from '../support/browser-harness.ts';
import { type Demo, startDemo } from '../support/demo.ts';
import type { RogueManner } from '../support/harness/rogue.ts';
import { useHarness } from '../support/harness-stage.ts';
import { orderRogue } from '../support/rogue-order.ts';

const stage = useHarness();

type Scene = { readonly demo: Demo; readonly rogue: RoguePage; watch(): Promise<Viewer> };

/** An instance, somebody whom nobody should trust, and viewers, each in a browser profile of his own. */
async function withRogue(manner: RogueManner, run: (scene: Scene) => Promise<void>): Promise<void> {
  const demo = await startDemo({ hasPages: false });
  const newContext = () => stage.browser.newContext({ viewport: { width: 320, height: 180 } });
  const contexts = [await newContext()];
  try {
    const source = `${demo.origin}/w/${demo.world.places[0].films[0]!.uuid}`;
    const rogue = await openRogue(contexts[0]!, stage.site, await orderRogue(demo, manner));
    await run({
      demo,
      rogue,
      async watch() {
        const context = await newContext();
        contexts.push(context);
        return openViewer(context, stage.site, { player: { source, autoplay: true, isMuted: true }, widthPx: 320 });
      },
    });
    expect([...demo.counters.refusedHashes]).toEqual([]);
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
    await demo.close();
  }
}

const plays = (seconds: number) => (state: Snapshot) => state.positionSeconds > seconds && state.videoWidth > 0;
const peerIds = ({ supply }: Snapshot) => supply!.peers.map(({ id }) => id.slice(0, 20));

/** A decoder that was given wrong bytes says so, or goes on at another place. */
async function expectUnharmed(viewer: Viewer): Promise<void> {
  expect((await viewer.events()).filter((event) => /^(failed|warned)/.test(event))).toEqual([]);
  expect((await viewer.state()).supply!.isVerified).not.toBe(false);
}

describe.concurrent('inside a segment', { timeout: 60_000 }, () => {
  it('a liar is found out and sent away, and the film goes on', () =>
    withRogue('lies-inside', async ({ rogue, watch }) => {
      const viewer = await watch();
      await rogue.until('it is sent away', ({ closedCount }) => closedCount > 0);
      const { sentBytes, peerId } = await rogue.read();
      expect(sentBytes).toBeGreaterThan(0);
      const { positionSeconds } = await viewer.state();
      const state = await viewer.until('the film goes on', plays(positionSeconds + 5));
      expect((await rogue.read()).sentBytes).toBe(sentBytes);
      expect(peerIds(state)).not.toContain(peerId);
      expect(state.supply!.wastedBytes).toBeGreaterThan(0);
      await expectUnharmed(viewer);
    }));

  it('nobody blames the viewer who was lied to and passes on what is true', () =>
    withRogue('lies-to-one', async ({ rogue, watch }) => {
      const relay = await watch();
      await rogue.until('it has lied', ({ sentBytes }) => sentBytes > 0);
      const other = await watch();
      await rogue.until('it is sent away', ({ closedCount }) => closedCount > 0);
      const { peerId, victimId, linkCount } = await rogue.read();
      expect(linkCount).toBe(1);
      const isFed = (now: Snapshot) => plays(3)(now) && now.supply!.peerBytes > 0;
      const state = await other.until('it plays what the first passes on', isFed, 40_000);
      expect(peerIds(state)).toEqual([victimId]);
      const relayed = await relay.until('it plays on', plays(6));
      expect(peerIds(relayed)).not.toContain(peerId);
      expect(relayed.supply!.uploadedBytes).toBeGreaterThan(0);
      expect(relayed.supply!.peers.length).toBe(1);
      await expectUnharmed(relay);
      await expectUnharmed(other);
    }));

  it('a peer that claims what it lacks holds nobody up', () =>
    withRogue('lacks', async ({ rogue, watch }) => {
      const viewer = await watch();
      await rogue.until('it was asked', ({ refusedCount }) => refusedCount > 0);
      await viewer.until('the film goes on', plays(8));
      const { refusedCount, sentBytes } = await rogue.read();
      expect(sentBytes).toBe(0);
      expect(refusedCount).toBeLessThan(60);
      await expectUnharmed(viewer);
    }));
});
