import type { Clock } from '../base/clock.ts';
import { clamp } from '../base/units.ts';
import { segmentKey } from '../media/segment.ts';
import { BLOCK_BYTES } from '../wire/block.ts';
import type { PartialHolding, WantedWindow } from '../wire/session.ts';
import type { Assembly } from './assembly.ts';
import type { Downloads } from './downloads.ts';
import { MAX_UPLINK, UPLINK_UNIT_BYTES_PER_MS } from './election.ts';
import type { Peer } from './peer.ts';

/** Blocks that arrive within this time are told of together. */
const COALESCE_MS = 60;
/** What is still coming is said again so often, or neighbours take it for stopped. */
const REPEAT_MS = 1000;

export type BlockNewsOptions = {
  readonly clock: Clock;
  readonly downloads: Downloads;
  /** What our line sends, in bytes a millisecond; null before the first measure. */
  uplinkBytesPerMs(): number | null;
  peers(): Iterable<Peer>;
};

/**
 * Tells our own kind which blocks of unfinished segments they can have. Only blocks that came from a server are ever
 * offered before the segment's hash is known to hold: whoever sends a wrong block is then to blame for it.
 */
export class BlockNews {
  readonly #options: BlockNewsOptions;
  readonly #windows = new Map<string, WantedWindow>();
  #cancel: (() => void) | null = null;

  constructor(options: BlockNewsOptions) {
    this.#options = options;
  }

  touch(delayMs = COALESCE_MS): void {
    this.#cancel ??= this.#options.clock.schedule(delayMs, () => {
      this.#cancel = null;
      if (this.#tellAll()) this.touch(REPEAT_MS);
    });
  }

  /** Which segments of a stream we would fetch from a server: neighbours elect who does. */
  setWindow(streamKey: string, range: WantedWindow | null): void {
    const known = this.#windows.get(streamKey) ?? null;
    if (known?.startId === range?.startId && known?.endId === range?.endId) return;
    const wanted = range && { ...range, uplink: toUplink(this.#options.uplinkBytesPerMs()) };
    if (wanted === null) this.#windows.delete(streamKey);
    else this.#windows.set(streamKey, wanted);
    for (const { session } of this.#options.peers()) session.announceWindow(streamKey, wanted);
  }

  /** What neighbours were told of our line last: an election needs the same numbers on both sides. */
  toldUplink(streamKey: string): number {
    return this.#windows.get(streamKey)?.uplink ?? 0;
  }

  greet({ session }: Peer): void {
    for (const [streamKey, wanted] of this.#windows) session.announceWindow(streamKey, wanted);
    this.touch();
  }

  /** The segment is whole, or gone. */
  forget(assembly: Assembly, isStored: boolean): void {
    const { segment } = assembly;
    const key = segmentKey(segment);
    for (const peer of this.#options.peers()) {
      // Whoever hears that we hold all of it forgets the parts.
      if (peer.toldBlocks.delete(key) && !isStored) peer.session.announcePartial(segment.streamKey, segment.id, null);
    }
  }

  destroy(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** @returns whether something is still coming. */
  #tellAll(): boolean {
    let isComing = false;
    for (const assembly of this.#options.downloads.assemblies) {
      const holding = describeHolding(assembly);
      if (holding === null) continue;
      if (holding.coming.start < holding.coming.end) isComing = true;
      for (const peer of this.#options.peers()) this.#tell(peer, assembly, holding);
    }
    return isComing;
  }

  #tell(peer: Peer, { segment }: Assembly, holding: PartialHolding): void {
    const { streamKey, id } = segment;
    if (!peer.session.honoursRangeEnd || peer.holds(streamKey, id)) return;
    const wished = peer.stream(streamKey)?.wanted;
    if (wished == null || id < wished.startId || id >= wished.endId) return;
    const { coming, blocks } = holding;
    // The second keeps what stands still from going stale while it is still meant.
    const second = coming.start < coming.end ? Math.floor(this.#options.clock.nowMs() / REPEAT_MS) : 0;
    const news = `${blocks.size} ${coming.start}-${coming.end} ${second}`;
    const key = segmentKey(segment);
    if (peer.toldBlocks.get(key) === news) return;
    peer.toldBlocks.set(key, news);
    peer.session.announcePartial(streamKey, id, holding);
  }
}

function toUplink(bytesPerMs: number | null): number {
  return bytesPerMs === null ? 0 : clamp(Math.round(bytesPerMs / UPLINK_UNIT_BYTES_PER_MS), 1, MAX_UPLINK);
}

/** Whole blocks that came from a server, and those that still do; null while there is nothing to tell. */
export function describeHolding(assembly: Assembly): PartialHolding | null {
  const { sizeBytes } = assembly;
  if (sizeBytes === null || assembly.isReload) return null;
  const blocks = new Set<number>();
  for (const { start, end } of assembly.originRanges({ start: 0, end: sizeBytes })) {
    const last = end === sizeBytes ? Math.ceil(end / BLOCK_BYTES) : Math.floor(end / BLOCK_BYTES);
    for (let block = Math.ceil(start / BLOCK_BYTES); block < last; block++) blocks.add(block);
  }
  let coming = { start: 0, end: 0 };
  for (const { from, position, end } of assembly.transfers.values()) {
    if (from !== null || end > sizeBytes) continue;
    coming = { start: Math.floor(position / BLOCK_BYTES), end: Math.ceil(end / BLOCK_BYTES) };
  }
  return blocks.size === 0 && coming.start === coming.end ? null : { sizeBytes, blocks, coming };
}
