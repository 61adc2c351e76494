import type { Link } from '../../../src/wire/link.ts';
import { describeLink } from '../../compliance/link.ts';
import { createMemoryConnector, createMemoryWeb } from '../../support/memory-connector.ts';
import { createLinkPair, type LinkEnd } from '../../support/memory-link.ts';
import { createNetwork } from '../../support/network.ts';
import { createVirtualTime, settle, type VirtualTime } from '../../support/virtual-clock.ts';

const NEAR_ID = '-FV0100-nearnearnear';
const FAR_ID = '-FV0100-farfarfarfar';

describeLink('a link of the simulated network', async () => {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const createEnd = (machine: number, peerId: string): LinkEnd => ({
    machine,
    peerId,
    up: network.createUplink(20_000_000),
    down: network.createDownlink(50_000_000),
  });
  const path = { rttMs: 40, bitsPerSecond: 100_000_000 };
  const [near, far] = createLinkPair({ time, network }, [createEnd(1, NEAR_ID), createEnd(2, FAR_ID)], path);
  return { near, far, nearPeerId: NEAR_ID, farPeerId: FAR_ID, ...clockwork(time), dispose: () => undefined };
});

describeLink('a link of memory connections', async () => {
  const time = createVirtualTime();
  const clock = time.clockOf(1);
  const web = createMemoryWeb((task) => void clock.schedule(5, task));
  const connector = createMemoryConnector(web);
  const links: { near?: Link; far?: Link } = {};
  const { until, settle: settleAll } = clockwork(time);
  const setUp = async () => {
    const offer = await connector.createOffer({
      onOpen: (link) => {
        links.near = link;
      },
      onClosed: () => undefined,
    });
    const answer = await connector.answerOffer(
      { sdp: offer.sdp, remotePeerId: NEAR_ID },
      {
        onOpen: (link) => {
          links.far = link;
        },
        onClosed: () => undefined,
      },
    );
    offer.accept({ sdp: answer.sdp, remotePeerId: FAR_ID });
  };
  void setUp();
  await until(() => links.far !== undefined);
  const { near, far } = links as Required<typeof links>;
  return { near, far, nearPeerId: NEAR_ID, farPeerId: FAR_ID, until, settle: settleAll, dispose: () => undefined };
});

function clockwork(time: VirtualTime) {
  return {
    async until(condition: () => boolean) {
      for (let rounds = 0; !condition(); rounds++) {
        if (rounds > 2000) throw new Error('it did not come about in 20 s');
        await time.runUntil(time.nowMs() + 10);
        await settle();
      }
    },
    async settle() {
      await time.runUntil(time.nowMs() + 1000);
    },
  };
}
