import type Hls from 'hls.js';
import type { SegmentSupply } from '../../swarm/supply.ts';
import { favourRung } from '../favour-rung.ts';
import type { StreamIndex } from './stream-index.ts';

/** Where hls.js chooses the quality itself, it learns after each segment in which one peers hold the next. */
export function preferHeldRungs(hls: Hls, index: StreamIndex, supply: SegmentSupply): void {
  const { Events } = hls.constructor as typeof Hls;
  const countHolders = supply.holderCount?.bind(supply);
  if (countHolders === undefined) return;
  hls.on(Events.FRAG_BUFFERED, (_name, { frag }) => {
    const target = index.segmentOf(frag);
    if (!hls.autoLevelEnabled || frag.type !== 'main' || target === null) return;
    const { levels, mainForwardBufferInfo, nextAutoLevel } = hls;
    const rungs = levels.map((level) => {
      const stream = index.streamOfLevel(level);
      return {
        bitrateBitsPerSecond: level.bitrate,
        holderCount: stream === null ? 0 : countHolders(stream.key, target.id + 1),
      };
    });
    const favoured = favourRung({
      rungs,
      chosen: nextAutoLevel,
      last: frag.level,
      bandwidthBitsPerSecond: hls.bandwidthEstimate,
      bufferSeconds: mainForwardBufferInfo?.len ?? 0,
    });
    const isAllowed = favoured >= hls.minAutoLevel && favoured <= hls.maxAutoLevel;
    if (favoured !== nextAutoLevel && isAllowed) hls.nextAutoLevel = favoured;
  });
}
