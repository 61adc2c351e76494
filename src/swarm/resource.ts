import { concatBytes } from '../base/bytes.ts';
import { type Clock, delay } from '../base/clock.ts';
import { PlayerError } from '../base/errors.ts';
import type { ByteRange } from '../base/units.ts';
import type { Origin } from './origin.ts';
import { isHopeless } from './origin-request.ts';
import type { MirrorUse } from './origin-servers.ts';
import type { Loaded, LoadRequest, SupplyError } from './supply.ts';

const RETRY_DELAY_MS = 500;

export type ResourceOptions = {
  readonly url: string;
  readonly range: ByteRange | null;
  readonly mirrors: MirrorUse;
  readonly attempts: number;
  readonly request: LoadRequest;
  onBytes(bytes: number): void;
  onWaste(bytes: number): void;
  /** Are these the bytes that were published? Wrong ones are forgotten, and asked for again elsewhere. */
  isRight?(bytes: Uint8Array): Promise<boolean>;
};

/** Loads one file, or a part of it, from a server; tries again and goes on from the byte that is held. */
export async function loadFromOrigin(origin: Origin, clock: Clock, options: ResourceOptions): Promise<Loaded> {
  const { range, request } = options;
  const startMs = clock.nowMs();
  const parts: Uint8Array[] = [];
  const servers = new Set<number>();
  let isReload = false;
  const state = { heldBytes: 0, url: options.url, firstByteMs: startMs, totalBytes: null as number | null };
  for (let attempt = 1; ; attempt++) {
    try {
      const heldBefore = state.heldBytes;
      const isResumed = heldBefore > 0;
      const rest =
        range === null
          ? isResumed
            ? { start: heldBefore, end: Number.POSITIVE_INFINITY }
            : null
          : { start: range.start + heldBefore, end: range.end };
      await origin.ask({
        url: options.url,
        range: rest,
        mirrors: options.mirrors,
        isUrgent: true,
        isReload,
        signal: request.signal,
        isWaitedFor: () => true,
        onStart: ({ sizeBytes, url, server }) => {
          servers.add(server);
          state.url = url;
          state.totalBytes = sizeBytes === null ? null : heldBefore + sizeBytes;
        },
        onData: (_offset, bytes) => {
          if (state.heldBytes === 0) state.firstByteMs = clock.nowMs();
          options.onBytes(bytes.length);
          // Its own copy: the platform may reuse the buffer.
          parts.push(bytes.slice());
          state.heldBytes += bytes.length;
          request.onProgress?.(state.heldBytes, state.totalBytes);
          return true;
        },
        onWaste: (bytes) => {
          options.onBytes(bytes);
          options.onWaste(bytes);
        },
      });
      const timing = { startMs, firstByteMs: state.firstByteMs, endMs: clock.nowMs() };
      const bytes = concatBytes(parts);
      const isWrong = (await options.isRight?.(bytes)) === false;
      request.signal.throwIfAborted();
      if (!isWrong) return { bytes, url: state.url, timing, source: 'http' };
      for (const server of servers) if (server !== 0) origin.blame(server);
      options.onWaste(state.heldBytes);
      servers.clear();
      parts.length = 0;
      state.heldBytes = 0;
      isReload = true;
      throw wrongHash({ url: options.url });
    } catch (error) {
      const isFinal = request.signal.aborted || attempt >= options.attempts || isHopeless(error as SupplyError);
      if (isFinal) options.onWaste(state.heldBytes);
      if (isFinal) throw error;
      await delay(clock, RETRY_DELAY_MS * attempt, request.signal);
    }
  }
}

export function wrongHash(context: Readonly<Record<string, string | number>>): SupplyError {
  return new PlayerError('wrong-hash', 'No source has the bytes that were published.', { context });
}
