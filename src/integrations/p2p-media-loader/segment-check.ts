import type { CoreConfig } from 'p2p-media-loader-core';
import type { Segment } from '../../media/segment.ts';
import type { Verifier } from '../../swarm/integrity.ts';

type CoreCheck = NonNullable<CoreConfig['validateP2PSegment']>;
type Range = Parameters<CoreCheck>[1];

/** The check that the core runs on every segment; undefined where there is nothing to check against. */
export function createSegmentCheck(
  verifier: Verifier | null,
  find: (url: string, range: Range) => Segment | null,
): CoreCheck | undefined {
  if (verifier === null) return undefined;
  return async (url, range, data) => {
    const segment = find(url, range);
    if (segment === null) return false;
    return (await verifier.verify(segment, new Uint8Array(data))) !== 'invalid';
  };
}
