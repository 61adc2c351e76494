import type { Playhead } from '../media/playhead.ts';
import { type Segment, segmentKey } from '../media/segment.ts';
import { type Catalogue, firstSegmentAfter } from './catalogue.ts';
import type { SwarmConfig } from './config.ts';
import { countHolders, type Peer } from './peer.ts';
import { appetiteSeconds, type Viewer, type Want } from './wanted.ts';

/** How far ahead of the playhead, and how many at a time. */
const REACH_SECONDS = 600;
const MAX_RARE = 3;
/** What is taken in for others leaves this part of the store free. */
const STORE_SHARE = 0.8;

export type RareOptions = {
  readonly catalogue: Catalogue;
  readonly config: SwarmConfig;
  readonly store: {
    readonly sizeBytes: number;
    readonly limitBytes: number;
    has(streamKey: string, id: number): boolean;
  };
  readonly peers: readonly Pick<Peer, 'holds'>[];
};

/**
 * Segments of a film beyond our own appetite that one neighbour alone holds: when he leaves, they have to come from a
 * server again. No server is asked for them this far ahead.
 */
export function findRare(viewers: Iterable<Viewer>, options: RareOptions): Want[] {
  const { catalogue, config, store } = options;
  const rare: Want[] = [];
  if (store.sizeBytes > STORE_SHARE * store.limitBytes) return rare;
  for (const { playhead } of viewers) {
    if (playhead === null || appetiteSeconds(playhead, config) < config.peerAheadSeconds) continue;
    for (const streamKey of playhead.activeStreams) {
      const playlist = catalogue.listing(streamKey)?.playlist;
      if (playlist === undefined || playlist.isLive) continue;
      for (const segment of beyond(playlist.segments, playhead, config)) {
        if (rare.length === MAX_RARE) return rare;
        const { id } = segment;
        if (store.has(streamKey, id) || countHolders(options.peers, streamKey, id) !== 1) continue;
        const aheadSeconds = segment.startSeconds - playhead.positionSeconds;
        rare.push({
          segment,
          key: segmentKey(segment),
          deadlineMs: aheadSeconds * 1000,
          aheadSeconds,
          isDemanded: false,
        });
      }
    }
  }
  return rare;
}

function beyond(segments: readonly Segment[], { positionSeconds }: Playhead, config: SwarmConfig): readonly Segment[] {
  const from = firstSegmentAfter(segments, positionSeconds + config.peerAheadSeconds) + 1;
  return segments.slice(from, firstSegmentAfter(segments, positionSeconds + REACH_SECONDS));
}
