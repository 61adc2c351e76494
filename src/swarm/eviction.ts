import { segmentEndSeconds } from '../media/segment.ts';
import { countHolders, type Peer } from './peer.ts';
import type { StoredSegment } from './segment-store.ts';
import type { Viewer } from './wanted.ts';

/** What the player may ask for again without anybody having sought: nearly as good as ahead. */
const BEHIND_WEIGHT = 3;
const OTHER_STREAM_SECONDS = 300;

/** How much a segment is worth keeping: near a playhead, ahead rather than behind, and rare among the neighbours. */
export function scoreUsefulness({ segment }: StoredSegment, viewers: Iterable<Viewer>, peers: Iterable<Peer>): number {
  let distanceSeconds = Number.POSITIVE_INFINITY;
  for (const { playhead } of viewers) {
    if (playhead === null) continue;
    const { positionSeconds, activeStreams } = playhead;
    const ahead = segment.startSeconds - positionSeconds;
    const behind = positionSeconds - segmentEndSeconds(segment);
    let seconds = behind > 0 ? behind * BEHIND_WEIGHT : Math.max(0, ahead);
    if (!activeStreams.includes(segment.streamKey)) seconds += OTHER_STREAM_SECONDS;
    distanceSeconds = Math.min(distanceSeconds, seconds);
  }
  const copies = countHolders(peers, segment.streamKey, segment.id);
  return -distanceSeconds * (1 + Math.min(copies, 8) / 4);
}
