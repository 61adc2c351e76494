import { SILENT_LOG } from '../../../src/base/log.ts';
import { createBrowserClock, createBrowserRandom } from '../../../src/platform/browser.ts';
import { createRtcDiscovery } from '../../../src/wire/dom/rtc-discovery.ts';
import type { Link } from '../../../src/wire/link.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';

/**
 * A viewer who claims to have the whole film. `lies`: sends other bytes. `stops`: sends a piece and no more.
 * `lies-inside`: sends the film, but for a few bytes in the middle of each segment. `lies-to-one`: so too, to whomever
 * it meets first, and speaks to nobody else. `lacks`: refuses whatever it is asked for.
 */
export type RogueManner = 'lies' | 'stops' | 'lies-inside' | 'lies-to-one' | 'lacks';

export type RogueStream = {
  /** Such as `main-0`. */
  readonly key: string;
  readonly infoHash: string;
  readonly fileUrl: string;
  /** Of each segment: where it begins in the file, and its size. */
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
};

export type RogueOrder = {
  readonly manner: RogueManner;
  readonly trackerUrl: string;
  readonly streams: readonly RogueStream[];
};

/** What became of it. */
export type Rogue = {
  linkCount: number;
  sentBytes: number;
  refusedCount: number;
  closedCount: number;
  readonly peerId: string;
  /** The first whom it met. */
  victimId: string | null;
};

/** Longer than any test: the rest of the segment never comes. */
const NEVER_MS = 3_600_000;
const LIE_BYTES = 1000;

export async function joinAsRogue({ manner, trackerUrl, streams }: RogueOrder): Promise<Rogue> {
  const files = await fetchFiles(manner.startsWith('lies-') ? streams : []);
  const clock = createBrowserClock();
  const discovery = createRtcDiscovery({
    clock,
    random: createBrowserRandom(),
    log: SILENT_LOG,
    trackerUrls: [trackerUrl],
    iceServers: [],
    isRelayOnly: false,
  });
  const rogue: Rogue = {
    linkCount: 0,
    sentBytes: 0,
    refusedCount: 0,
    closedCount: 0,
    peerId: discovery.peerId,
    victimId: null,
  };
  const onLink = (link: Link) => {
    rogue.victimId ??= link.remotePeerId;
    if (manner === 'lies-to-one' && rogue.victimId !== link.remotePeerId) {
      link.close('not you');
      return;
    }
    rogue.linkCount += 1;
    let hasSent = false;
    const session = new OwnSession({ link, clock, pace: () => (manner === 'stops' && hasSent ? NEVER_MS : 0) });
    for (const { key, sizes } of streams) {
      session.announce({ streamKey: key, loaded: sizes.map((_, id) => id), loading: [] }, null);
    }
    session.on('requested', (request) => {
      if (manner === 'lacks') {
        rogue.refusedCount += 1;
        session.refuse(request.id, 'absent');
        return;
      }
      const stream = streams.find(({ key }) => key === request.streamKey);
      const sizeBytes = stream?.sizes[request.segmentId] ?? 0;
      const file = files.get(request.streamKey);
      const start = stream?.starts[request.segmentId] ?? 0;
      const bytes = file?.slice(start, start + sizeBytes) ?? new Uint8Array(sizeBytes).fill(7);
      const middle = sizeBytes >> 1;
      if (file !== undefined) for (let i = middle; i < middle + LIE_BYTES; i++) bytes[i]! ^= 255;
      session.serve(request.id, { sizeBytes, read: (range) => bytes.subarray(range.start, range.end) });
    });
    session.on('dataSent', ({ bytes }) => {
      hasSent = true;
      rogue.sentBytes += bytes;
    });
    session.on('closed', () => {
      rogue.closedCount += 1;
    });
  };
  for (const { infoHash } of streams) discovery.join(infoHash, { onLink }).wantPeers(4);
  return rogue;
}

async function fetchFiles(streams: readonly RogueStream[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  return new Map(await Promise.all(streams.map(async ({ key, fileUrl }) => [key, await read(fileUrl)] as const)));
}
