import type { Ports } from '../base/ports.ts';
import { createFilmVerifier } from '../swarm/integrity.ts';
import type { OpenArchive } from '../swarm/segment-archive.ts';
import type { IceServer, SegmentSupply, SupplyContext } from '../swarm/supply.ts';
import { createSwarmRegistry } from '../swarm/swarm-registry.ts';
import { createRtcDiscovery } from '../wire/dom/rtc-discovery.ts';

/** Set where an earlier visit put segments aside. */
const ARCHIVE_KEY = 'archive';

/** One a page: whoever plays one film there has one store, one peer id and one set of announces with the others. */
const PAGE_SWARMS = createSwarmRegistry();

export type PageSwarmOptions = {
  readonly hasWebRtc: boolean;
  /** As the page named them: which of several were chosen makes no difference to who may share. */
  readonly givenIceServers: readonly IceServer[] | undefined;
};

/** Our engine for one film; the same for all players of it that connect in the same way. */
export function openPageSwarm(wishes: SupplyContext, options: PageSwarmOptions): SegmentSupply {
  const { ports, media, sharing, isRelayOnly, maxUploadBitsPerSecond } = wishes;
  const canShare = sharing.kind !== 'none' && options.hasWebRtc;
  const discovery = canShare ? createRtcDiscovery({ ...ports, ...wishes, trackerUrls: sharing.trackerUrls }) : null;
  // Who shows only relayed addresses never uses the connections of a player that shows its own.
  const manners = [isRelayOnly, options.givenIceServers, maxUploadBitsPerSecond];
  const shareKey = JSON.stringify([canShare, sharing, ...manners, media.hashesUrl]);
  if (ports.storage.read(ARCHIVE_KEY) !== null) void removeLeftovers(ports);
  const verifier = createFilmVerifier(wishes);
  const config = { maxUploadBytesPerSecond: maxUploadBitsPerSecond && maxUploadBitsPerSecond / 8 };
  return PAGE_SWARMS.createSwarm({ ...wishes, discovery, verifier, shareKey, config, openArchive: openArchive(ports) });
}

/** Fetched when memory is full for the first time: most films never get there. */
const openArchive =
  ({ storage }: Ports): OpenArchive =>
  async (onLost) => {
    const { openOpfsArchive } = await import('../swarm/dom/opfs-store.ts');
    storage.write(ARCHIVE_KEY, 'used');
    return openOpfsArchive({ onLost });
  };

/** A page that crashed could not delete what it had put aside; whoever starts next does. */
async function removeLeftovers({ storage, log }: Ports): Promise<void> {
  try {
    const { removeLeftVisits } = await import('../swarm/dom/opfs-store.ts');
    if (await removeLeftVisits()) storage.write(ARCHIVE_KEY, null);
  } catch (error) {
    log.note('debug', 'What earlier visits left behind could not be deleted.', { error: String(error) });
  }
}
