import type { Sharing } from '../media/video.ts';

/** A film without an instance is shared with the trackers that the page gives; swarms are named after its address. */
export function chooseSharing(sharing: Sharing, trackerUrls: readonly string[] | undefined): Sharing {
  const isPlain = sharing.kind === 'none' && sharing.reason === 'no-tracker';
  if (!isPlain || trackerUrls === undefined || trackerUrls.length === 0) return sharing;
  return { kind: 'open', swarmId: null, trackerUrls, stunUrls: [], isOnByDefault: true };
}
