import { rangeSizeBytes } from '../base/units.ts';
import { segmentKey } from '../media/segment.ts';
import type { IncomingRequest, UploadSource } from '../wire/session.ts';
import type { Downloads } from './downloads.ts';
import { countBytes } from './ranges.ts';
import type { LaterSource, SegmentStore } from './segment-store.ts';

/** The bytes of a segment that may be passed on; null for none. */
export function findUpload(
  store: SegmentStore,
  downloads: Downloads,
  { streamKey, segmentId, range }: IncomingRequest,
): UploadSource | LaterSource | null {
  const stored = store.get(streamKey, segmentId);
  if (stored !== null) return stored.isShareable ? stored.buffer : null;
  const archived = store.findArchived(streamKey, segmentId);
  if (archived !== null) return archived;
  const assembly = downloads.get(segmentKey({ streamKey, id: segmentId }));
  const buffer = assembly?.buffer ?? null;
  if (assembly === null || buffer === null || assembly.isReload) return null;
  // What peers sent is not passed on before the hash of the whole segment holds.
  return countBytes(assembly.originRanges(range)) === rangeSizeBytes(range) ? buffer : null;
}
