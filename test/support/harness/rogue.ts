import { SILENT_LOG } from '../../../src/base/log.ts';
import { createBrowserClock, createBrowserRandom } from '../../../src/platform/browser.ts';
import { createRtcDiscovery } from '../../../src/wire/dom/rtc-discovery.ts';
import type { Link } from '../../../src/wire/link.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';

/** A viewer who claims to have the whole film. `lies`: sends other bytes. `stops`: sends a piece and no more. */
export type RogueManner = 'lies' | 'stops';

export type RogueOrder = {
  readonly manner: RogueManner;
  readonly trackerUrl: string;
  /** By stream (`main-0`): its swarm and the sizes of its segments. */
  readonly streams: readonly { readonly key: string; readonly infoHash: string; readonly sizes: readonly number[] }[];
};

/** What became of it. */
export type Rogue = { linkCount: number; sentBytes: number; closedCount: number };

/** Longer than any test: the rest of the segment never comes. */
const NEVER_MS = 3_600_000;

export function joinAsRogue({ manner, trackerUrl, streams }: RogueOrder): Rogue {
  const rogue: Rogue = { linkCount: 0, sentBytes: 0, closedCount: 0 };
  const clock = createBrowserClock();
  const discovery = createRtcDiscovery({
    clock,
    random: createBrowserRandom(),
    log: SILENT_LOG,
    trackerUrls: [trackerUrl],
    iceServers: [],
    isRelayOnly: false,
  });
  const onLink = (link: Link) => {
    rogue.linkCount += 1;
    const session = new OwnSession({ link, clock, pace: () => (manner === 'stops' ? NEVER_MS : 0) });
    for (const { key, sizes } of streams) {
      session.announce({ streamKey: key, loaded: sizes.map((_, id) => id), loading: [] }, null);
    }
    session.on('requested', (request) => {
      const sizeBytes = streams.find(({ key }) => key === request.streamKey)?.sizes[request.segmentId] ?? 0;
      session.serve(request.id, { sizeBytes, read: ({ start, end }) => new Uint8Array(end - start).fill(7) });
    });
    session.on('dataSent', ({ bytes }) => {
      rogue.sentBytes += bytes;
    });
    session.on('closed', () => {
      rogue.closedCount += 1;
    });
  };
  for (const { infoHash } of streams) discovery.join(infoHash, { onLink }).wantPeers(4);
  return rogue;
}
