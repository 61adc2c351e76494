import type { Manifest } from '../media/segment.ts';
import { createHttpSupply } from '../swarm/http-supply.ts';
import { createFilmVerifier, type Verifier } from '../swarm/integrity.ts';
import type { SegmentSupply, SupplyContext } from '../swarm/supply.ts';
import { nameByAttributes } from '../wire/swarm-id.ts';

/** What another engine needs besides its own wire: everything that has to be done the same way whoever shares. */
export type SupplyParts = {
  /** Playlists, init sections, and segments that are not shared. */
  readonly plain: SegmentSupply;
  /** Null where no instance publishes hashes. */
  readonly verifier: Verifier | null;
  /**
   * Keys of the streams that may be announced under the name of p2p-media-loader 2.3. Where an instance lists its
   * swarms, a tracker locks out whoever announces another.
   */
  findShareable(manifest: Manifest): Promise<ReadonlySet<string>>;
};

export function createSupplyParts(context: SupplyContext): SupplyParts {
  const { sharing } = context;
  const { digest } = context.ports;
  const verifier = createFilmVerifier(context);
  return {
    plain: createHttpSupply({ ...context, verifier }),
    verifier,
    async findShareable(manifest) {
      if (sharing.kind === 'none') return new Set();
      if (sharing.kind === 'open') return new Set(manifest.streams.map((stream) => stream.key));
      const listed = new Set(sharing.infoHashes.map((hash) => hash.toLowerCase()));
      const isListed = async (stream: Manifest['streams'][number]) =>
        listed.has((await nameByAttributes(digest, swarmIdOf(manifest), stream)).infoHash);
      const answers = await Promise.all(manifest.streams.map(isListed));
      return new Set(manifest.streams.filter((_, i) => answers[i]).map((stream) => stream.key));
    },
  };
}

/** p2p-media-loader names a film after its master playlist, without the query. */
function swarmIdOf(manifest: Manifest): string {
  return manifest.url.split('?', 1)[0] ?? manifest.url;
}
