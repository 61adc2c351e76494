import { SILENT_LOG } from '../../../src/base/log.ts';
import { createSeededRandom } from '../../../src/base/random.ts';
import { createMeetingPlace } from '../../../src/wire/meeting-place.ts';
import { describeDiscovery } from '../../compliance/discovery.ts';
import { createMemoryConnector, createMemoryWeb } from '../../support/memory-connector.ts';
import { createMemoryDiscovery } from '../../support/memory-discovery.ts';
import { createMemoryTrackerServer } from '../../support/memory-socket.ts';
import { createMemoryTracker } from '../../support/memory-tracker.ts';
import { createNetwork } from '../../support/network.ts';
import { createVirtualTime, settle, type VirtualTime } from '../../support/virtual-clock.ts';

describeDiscovery('the discovery of the simulation', () => {
  const time = createVirtualTime();
  const network = createNetwork(time);
  const world = {
    time,
    network,
    tracker: createMemoryTracker({ time, random: createSeededRandom(7), delayMs: 20 }),
    setupMs: 100,
    pathBetween: () => ({ rttMs: 40, bitsPerSecond: 50_000_000 }),
  };
  let machine = 0;
  return {
    createDiscovery() {
      machine += 1;
      const up = network.createUplink(10_000_000);
      const down = network.createDownlink(50_000_000);
      return createMemoryDiscovery(world, { machine, peerId: `-FV0100-${machine}`.padEnd(20, 'x'), up, down });
    },
    ...clockwork(time),
  };
});

describeDiscovery('createMeetingPlace', () => {
  const time = createVirtualTime();
  const later = (task: () => void) => void time.clockOf(0).schedule(10, task);
  const server = createMemoryTrackerServer({ later, shuffle: (ids) => ids });
  const web = createMemoryWeb(later);
  let seed = 0;
  return {
    createDiscovery() {
      seed += 1;
      const place = createMeetingPlace({
        clock: time.clockOf(seed),
        random: createSeededRandom(seed),
        log: SILENT_LOG,
        openSocket: server.openSocket,
      });
      return place.createDiscovery({ trackerUrls: ['wss://tracker.test/'], connector: createMemoryConnector(web) });
    },
    ...clockwork(time),
  };
});

function clockwork(time: VirtualTime) {
  const pass = async (ms: number) => {
    const endMs = time.nowMs() + ms;
    while (time.nowMs() < endMs) {
      await time.runUntil(Math.min(time.nowMs() + 10, endMs));
      await settle();
    }
  };
  return {
    pass,
    async until(condition: () => boolean) {
      for (let rounds = 0; !condition(); rounds++) {
        if (rounds > 2000) throw new Error('it did not come about in 20 s');
        await pass(10);
      }
    },
    dispose: () => undefined,
  };
}
