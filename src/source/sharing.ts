import type { Sharing } from '../media/video.ts';
import type { FilmObject } from './film-object.ts';
import type { InstanceConfig } from './instance-config.ts';
import { PRIVACY } from './peertube-film.ts';

export type SharingFacts = {
  readonly privacyId: number;
  /** The film's ActivityPub object; null where it cannot be read. */
  readonly object: FilmObject | null;
  /** Of the HLS stream; null if there is none. */
  readonly masterUrl: string | null;
  readonly hasHashes: boolean;
  readonly trackerUrls: readonly string[];
  readonly isLocal: boolean;
  readonly config: InstanceConfig | null;
  readonly context: 'webapp' | 'embed';
};

/**
 * With whom a film of an instance may be shared. Only hashes that the film's own object lists are ever announced:
 * a private tracker shuts out, for minutes, the address of a viewer who asks for any other.
 */
export function decideSharing(facts: SharingFacts): Sharing {
  const refuse = (reason: Extract<Sharing, { kind: 'none' }>['reason']): Sharing => ({ kind: 'none', reason });
  if (facts.privacyId === PRIVACY.password) return refuse('password-film');
  if (facts.privacyId !== PRIVACY.public && facts.privacyId !== PRIVACY.unlisted) return refuse('private-film');
  if (facts.masterUrl === null) return refuse('not-hls');
  if (facts.object === null) return refuse('object-unreadable');
  if (!facts.hasHashes) return refuse('no-hashes');
  const { hls } = facts.object;
  // Object storage may be known under two addresses; a hash that fits no address is announced by nobody.
  const same = hls.filter((link) => link.url === facts.masterUrl);
  const infoHashes = [...new Set((same.length === 0 ? hls : same).flatMap((link) => link.infoHashes))];
  if (infoHashes.length === 0) return refuse('not-listed');
  if (facts.isLocal && facts.config?.hasTracker === false) return refuse('instance-off');
  if (facts.trackerUrls.length === 0) return refuse('no-tracker');
  return {
    kind: 'listed',
    infoHashes,
    trackerUrls: facts.trackerUrls,
    stunUrls: facts.config?.stunUrls ?? [],
    isOnByDefault: facts.config?.isSharingDefault[facts.context] ?? true,
  };
}
