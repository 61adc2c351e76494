import type { Random } from '../base/random.ts';
import { segmentKey } from '../media/segment.ts';
import type { Assembly, Contributor } from './assembly.ts';
import type { Verdict, Verifier } from './integrity.ts';
import type { Origin } from './origin.ts';
import type { RangeSet } from './ranges.ts';
import type { SegmentBuffer } from './segment-buffer.ts';

/** Where nobody publishes hashes, so many segments from peers are compared with a server's. */
const SAMPLE_CHANCE = 0.05;
/** Wrong segments that are kept until the right one shows who sent what. */
const MAX_EVIDENCE = 4;

/** `stored`: good for playback; `shareable`: for others too. `retry`: what came was wrong and is forgotten. */
export type Judgement =
  | { readonly kind: 'accepted'; readonly isShareable: boolean }
  | { readonly kind: 'rejected'; readonly bytes: number; readonly peerKeys: readonly string[] };

type Evidence = { readonly buffer: SegmentBuffer; readonly contributions: ReadonlyMap<Contributor, RangeSet> };

export type JudgeOptions = {
  readonly verifier: Verifier | null;
  readonly random: Random;
  readonly origin: Origin;
  /** This peer sent a byte that the film does not have. */
  onLiar(peerKey: string, reason: string): void;
};

/** Checks whole segments and finds out whose bytes were wrong. */
export class Judge {
  readonly #options: JudgeOptions;
  readonly #evidence = new Map<string, Evidence[]>();

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  async judge(assembly: Assembly): Promise<Judgement> {
    const { buffer } = assembly;
    if (buffer === null) return { kind: 'rejected', bytes: 0, peerKeys: [] };
    const { verifier, random } = this.#options;
    const peerKeys = [...assembly.contributions.keys()].filter((from) => from !== null);
    if (verifier === null) {
      // A sample of what peers send is fetched again, and compared when it is here.
      const isSampled = peerKeys.length > 0 && random.unit() < SAMPLE_CHANCE;
      if (isSampled) return this.#reject(assembly, peerKeys, false);
      this.#compareEvidence(assembly, buffer);
      return { kind: 'accepted', isShareable: true };
    }
    const verdict = await verifier.verify(assembly.segment, buffer.read({ start: 0, end: buffer.sizeBytes }));
    return this.#conclude(assembly, { verdict, buffer, peerKeys });
  }

  #conclude(
    assembly: Assembly,
    { verdict, buffer, peerKeys }: { verdict: Verdict; buffer: SegmentBuffer; peerKeys: readonly string[] },
  ): Judgement {
    if (verdict === 'valid') {
      this.#compareEvidence(assembly, buffer);
      return { kind: 'accepted', isShareable: true };
    }
    if (verdict === 'unknown' && peerKeys.length === 0) return { kind: 'accepted', isShareable: false };
    if (verdict === 'invalid') {
      const [only] = peerKeys;
      if (peerKeys.length === 1 && !assembly.contributions.has(null) && only !== undefined) {
        this.#options.onLiar(only, 'wrong-hash');
        return this.#reject(assembly, peerKeys, true);
      }
      if (peerKeys.length === 0) {
        for (const server of assembly.servers) if (server !== 0) this.#options.origin.blame(server);
        assembly.isReload = true;
      }
    }
    return this.#reject(assembly, peerKeys, false);
  }

  /** Forgets the bytes; where several may be to blame, the wrong copy is kept as evidence. */
  #reject(assembly: Assembly, peerKeys: readonly string[], isSettled: boolean): Judgement {
    const { buffer, contributions, bytes } = assembly.reset();
    assembly.rejectedCount++;
    assembly.isBarredToPeers = true;
    if (!isSettled && buffer !== null && peerKeys.length > 0) {
      const key = segmentKey(assembly.segment);
      this.#evidence.set(key, [...(this.#evidence.get(key) ?? []), { buffer, contributions }]);
      const oldest = this.#evidence.keys().next().value;
      if (this.#evidence.size > MAX_EVIDENCE && oldest !== undefined) this.#evidence.delete(oldest);
    }
    return { kind: 'rejected', bytes, peerKeys };
  }

  /** The right bytes are here: whoever sent others lied. */
  #compareEvidence(assembly: Assembly, right: SegmentBuffer): void {
    const key = segmentKey(assembly.segment);
    const evidence = this.#evidence.get(key);
    if (evidence === undefined) return;
    this.#evidence.delete(key);
    for (const { buffer, contributions } of evidence) {
      for (const [from, ranges] of contributions) {
        if (from === null) continue;
        const isWrong = buffer.sizeBytes !== right.sizeBytes || ranges.some((range) => differ(buffer, right, range));
        if (isWrong) this.#options.onLiar(from, 'wrong-bytes');
      }
    }
  }
}

function differ(a: SegmentBuffer, b: SegmentBuffer, range: { start: number; end: number }): boolean {
  const right = b.read(range);
  return !a.read(range).every((byte, i) => byte === right[i]);
}
