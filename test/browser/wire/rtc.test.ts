import { SILENT_LOG } from '../../../src/base/log.ts';
import { createSeededRandom } from '../../../src/base/random.ts';
import { createBrowserClock } from '../../../src/platform/browser.ts';
import { createRtcConnector } from '../../../src/wire/dom/rtc-connector.ts';
import type { Link } from '../../../src/wire/link.ts';
import { createMeetingPlace } from '../../../src/wire/meeting-place.ts';
import { describeDiscovery } from '../../compliance/discovery.ts';
import { describeLink } from '../../compliance/link.ts';
import { createMemoryTrackerServer } from '../../support/memory-socket.ts';

const NEAR_ID = '-FV0100-nearnearnear';
const FAR_ID = '-FV0100-farfarfarfar';
const clock = createBrowserClock();

describeLink('createRtcLink', async () => {
  const connector = createConnector(1);
  const opened: { near?: Link; far?: Link } = {};
  const offer = await connector.createOffer({
    onOpen: (link) => {
      opened.near = link;
    },
    onClosed: () => undefined,
  });
  const answer = await connector.answerOffer(
    { sdp: offer.sdp, remotePeerId: NEAR_ID },
    {
      onOpen: (link) => {
        opened.far = link;
      },
      onClosed: () => undefined,
    },
  );
  offer.accept({ sdp: answer.sdp, remotePeerId: FAR_ID });
  await until(() => opened.near !== undefined && opened.far !== undefined);
  const { near, far } = opened as Required<typeof opened>;
  return {
    near,
    far,
    nearPeerId: NEAR_ID,
    farPeerId: FAR_ID,
    until,
    settle: () => pass(150),
    dispose() {
      offer.close('the test is over');
      answer.close('the test is over');
    },
  };
});

describeDiscovery('createMeetingPlace over WebRTC', () => {
  const server = createMemoryTrackerServer({
    later: (task) => void clock.schedule(5, task),
    shuffle: (ids) => ids,
  });
  let seed = 0;
  return {
    createDiscovery() {
      seed += 1;
      const random = createSeededRandom(seed);
      const place = createMeetingPlace({ clock, random, log: SILENT_LOG, openSocket: server.openSocket });
      return place.createDiscovery({ trackerUrls: ['wss://tracker.test/'], connector: createConnector(seed) });
    },
    until,
    pass,
    dispose: () => undefined,
  };
});

function createConnector(seed: number) {
  return createRtcConnector({ clock, random: createSeededRandom(seed), iceServers: [], isRelayOnly: false });
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => clock.schedule(ms, resolve));
}

async function until(condition: () => boolean): Promise<void> {
  const endMs = clock.nowMs() + 15_000;
  while (!condition()) {
    if (clock.nowMs() > endMs) throw new Error('it did not come about in 15 s');
    await pass(10);
  }
}
