import { createHash } from 'node:crypto';
import type { Digest } from '../../src/base/digest.ts';

/** Larger than any segment of a simulated film. */
const MAX_SIZE_BYTES = 32 * 1024 * 1024;
const NOTHING = new ArrayBuffer(MAX_SIZE_BYTES);

/** Bytes `start` to `end` of a phantom are those at `offset` of a file; a liar's are not what they claim to be. */
export type Run = {
  readonly start: number;
  readonly end: number;
  readonly file: number;
  readonly offset: number;
  readonly isTrue: boolean;
};

/**
 * Bytes that have a length and an origin but no content: all share one buffer of zeros. What is written into one by
 * `set` is remembered as runs of a file, so thousands of viewers hold gigabytes in a few kilobytes, and a wrong byte is
 * known by construction, not by a hash. Only `set`, `subarray` and `slice` carry the runs along.
 */
export class PhantomBytes extends Uint8Array<ArrayBuffer> {
  #runs: readonly Run[];

  constructor(sizeBytes: number, runs: readonly Run[] = []) {
    super(NOTHING, 0, sizeBytes);
    this.#runs = runs;
  }

  /** Disjoint, in order, as long as they can be. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  override set(source: ArrayLike<number>, at = 0): void {
    if (at + source.length > this.length) throw new RangeError('offset is out of bounds');
    if (source.length === 0) return;
    const written =
      source instanceof PhantomBytes
        ? source.#runs.map((run) => ({ ...run, start: run.start + at, end: run.end + at }))
        : [{ start: at, end: at + source.length, file: -1, offset: 0, isTrue: false }];
    const last = this.#runs[this.#runs.length - 1];
    const isAtEnd = last === undefined || last.end <= at;
    const kept = isAtEnd ? this.#runs : cutOut(this.#runs, at, at + source.length);
    const all = [...kept, ...written];
    this.#runs = joinRuns(isAtEnd ? all : all.sort((a, b) => a.start - b.start));
  }

  override subarray(start = 0, end = this.length): PhantomBytes {
    const from = resolveIndex(start, this.length);
    const to = Math.max(from, resolveIndex(end, this.length));
    return new PhantomBytes(to - from, from === 0 && to === this.length ? this.#runs : cutTo(this.#runs, from, to));
  }

  /** All are zeros, but a lie is not what it is compared with. */
  override every(predicate: (value: number, index: number, array: this) => unknown): boolean {
    return !hasLie(this) && super.every(predicate);
  }

  override slice(start = 0, end = this.length): PhantomBytes {
    return this.subarray(start, end);
  }
}

/** True bytes of a file. */
export function phantomOf(file: number, start: number, end: number): PhantomBytes {
  return new PhantomBytes(end - start, [{ start: 0, end: end - start, file, offset: start, isTrue: true }]);
}

export function allocatePhantom(sizeBytes: number): PhantomBytes {
  return new PhantomBytes(sizeBytes);
}

/** The same bytes from the mouth of a liar. */
export function falsify(bytes: PhantomBytes): PhantomBytes {
  return new PhantomBytes(
    bytes.length,
    bytes.runs.map((run) => ({ ...run, isTrue: false })),
  );
}

/** Are these exactly the bytes `start` to `end` of the file? */
export function isTruly(bytes: Uint8Array, file: number, start: number, end: number): boolean {
  if (!(bytes instanceof PhantomBytes) || bytes.length !== end - start) return false;
  const run = bytes.runs[0];
  return bytes.runs.length === 1 && run !== undefined && run.isTrue && run.file === file && run.offset === start
    ? run.start === 0 && run.end === bytes.length
    : false;
}

/** Does any byte stem from a liar? */
export function hasLie(bytes: PhantomBytes): boolean {
  return bytes.runs.some((run) => !run.isTrue);
}

/** A digest of what phantoms are made of; of real bytes the real one. */
export const PHANTOM_DIGEST: Digest = {
  digest: (algorithm, data) => {
    const hash = createHash(algorithm);
    if (!(data instanceof PhantomBytes)) return Promise.resolve(new Uint8Array(hash.update(data).digest()));
    for (const run of data.runs) hash.update(`${run.start}-${run.end} ${run.file}@${run.offset} ${run.isTrue};`);
    return Promise.resolve(new Uint8Array(hash.update(`${data.length}`).digest()));
  },
};

function resolveIndex(index: number, length: number): number {
  return index < 0 ? Math.max(0, length + index) : Math.min(index, length);
}

function cutTo(runs: readonly Run[], from: number, to: number): Run[] {
  const cut: Run[] = [];
  for (const run of runs) {
    const start = Math.max(run.start, from);
    const end = Math.min(run.end, to);
    if (start >= end) continue;
    cut.push({ ...run, start: start - from, end: end - from, offset: run.offset + start - run.start });
  }
  return cut;
}

function cutOut(runs: readonly Run[], from: number, to: number): Run[] {
  const rest: Run[] = [];
  for (const run of runs) {
    if (run.start < from) rest.push({ ...run, end: Math.min(run.end, from) });
    if (run.end > to) {
      const start = Math.max(run.start, to);
      rest.push({ ...run, start, offset: run.offset + start - run.start });
    }
  }
  return rest;
}

function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined[joined.length - 1];
    const follows =
      last !== undefined && last.end === run.start && last.file === run.file && last.isTrue === run.isTrue;
    if (follows && last.offset + last.end - last.start === run.offset)
      joined[joined.length - 1] = { ...last, end: run.end };
    else joined.push(run);
  }
  return joined;
}
