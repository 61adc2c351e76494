import { toHex } from '../base/bytes.ts';
import { isRecord, type JsonRecord, parseJson } from '../base/check.ts';
import { type Clock, delay } from '../base/clock.ts';
import type { Digest } from '../base/digest.ts';
import { PlayerError } from '../base/errors.ts';
import type { Http } from '../base/http.ts';
import type { Log } from '../base/log.ts';
import type { Ports } from '../base/ports.ts';
import { MIB, SECOND_MS } from '../base/units.ts';
import type { Segment } from '../media/segment.ts';
import type { HlsMedia } from '../media/video.ts';

/** `unknown`: nobody says what the segment's bytes should be. */
export type Verdict = 'valid' | 'invalid' | 'unknown';

/** Decides whether bytes are what the film's publisher published. */
export interface Verifier {
  /** A segment is being asked for: what it will be checked with may be fetched beside it. */
  prepare?(): void;
  /** Never rejects. */
  verify(segment: Segment, bytes: Uint8Array): Promise<Verdict>;
}

/** A list longer than this is not a list of hashes. */
const MAX_LIST_BYTES = 16 * MIB;
/** A live's list is written just after its segment: how often, and how long apart, it is asked for again. */
const MISS_RETRIES = 4;
const MISS_DELAY_MS = 500;
const READ_ATTEMPTS = 3;
const READ_DELAY_MS = 500;
const READ_TIMEOUT_MS = 5 * SECOND_MS;
/** A list that could not be read is not asked for again sooner. */
const FAILURE_PAUSE_MS = 10 * SECOND_MS;

export type ListVerifierOptions = {
  readonly url: string;
  readonly http: Http;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Checks segments against the SHA-256 list of an instance: `{file: {"first-last": hex}}` for films, with inclusive
 * ends, `{file: hex}` for lives, whose list grows and is read again at a miss. Files are told by their names alone:
 * a query signs a request and changes nothing about the bytes.
 */
export function createListVerifier(options: ListVerifierOptions): Verifier {
  let list: JsonRecord | null = null;
  let loading: Promise<void> | null = null;
  let failedAtMs: number | null = null;
  const refresh = () => {
    loading ??= readList(options)
      .then((fresh) => {
        if (fresh === null) failedAtMs = options.clock.nowMs();
        else list = fresh;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };
  const isPaused = () => failedAtMs !== null && options.clock.nowMs() - failedAtMs < FAILURE_PAUSE_MS;
  const find = async (segment: Segment): Promise<string | null> => {
    for (let attempt = 0; ; attempt++) {
      const hash = list === null ? null : lookUp(list, segment);
      if (hash !== null || attempt > MISS_RETRIES || isPaused()) return hash;
      // A film's list is complete from the start; only a live's grows.
      if (list !== null && segment.range !== null && attempt > 0) return null;
      if (attempt > 1) await delay(options.clock, MISS_DELAY_MS);
      await refresh();
    }
  };
  return {
    prepare() {
      if (list === null && !isPaused()) void refresh();
    },
    async verify(segment, bytes) {
      const expected = await find(segment);
      if (expected === null) return 'unknown';
      const actual = toHex(await options.digest.digest('sha256', bytes));
      return actual === expected ? 'valid' : 'invalid';
    },
  };
}

/** For the list that a film's instance publishes; null where there is none. */
export function createFilmVerifier(film: {
  readonly ports: Ports;
  readonly http: Http;
  readonly media: HlsMedia;
}): Verifier | null {
  const { hashesUrl } = film.media;
  return hashesUrl === null ? null : createListVerifier({ ...film.ports, url: hashesUrl, http: film.http });
}

function lookUp(list: JsonRecord, segment: Segment): string | null {
  const path = segment.url.split(/[?#]/, 1)[0] ?? '';
  const entry = list[decodeName(path.slice(path.lastIndexOf('/') + 1))];
  const { range } = segment;
  const hash = isRecord(entry) ? (range === null ? null : entry[`${range.start}-${range.end - 1}`]) : entry;
  return typeof hash === 'string' && /^[0-9a-f]{64}$/i.test(hash) ? hash.toLowerCase() : null;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A list that is not there is not there; anything else is worth another try. */
async function readList(options: ListVerifierOptions): Promise<JsonRecord | null> {
  for (let attempt = 1; ; attempt++) {
    const answer = await readOnce(options);
    if (answer !== 'failed') return answer;
    if (attempt >= READ_ATTEMPTS) return null;
    await delay(options.clock, READ_DELAY_MS * attempt);
  }
}

async function readOnce({ url, http, log, clock }: ListVerifierOptions): Promise<JsonRecord | null | 'failed'> {
  const controller = new AbortController();
  // Every segment waits for its verdict: a server that falls silent must not hold all of them up.
  const cancel = clock.schedule(READ_TIMEOUT_MS, () =>
    controller.abort(new PlayerError('timeout', 'The list of hashes took too long.')),
  );
  try {
    const response = await http.request({ url, signal: controller.signal });
    if (response.status !== 200) {
      log.note('warn', 'The list of hashes could not be read.', { url, status: response.status });
      return response.status >= 500 || response.status === 429 ? 'failed' : null;
    }
    const decoder = new TextDecoder();
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of response.body) {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_LIST_BYTES) return null;
      chunks.push(chunk);
    }
    const whole = new Uint8Array(sizeBytes);
    let offset = 0;
    for (const chunk of chunks) {
      whole.set(chunk, offset);
      offset += chunk.length;
    }
    const list = parseJson(decoder.decode(whole));
    return isRecord(list) ? list : null;
  } catch (error) {
    log.note('warn', 'The list of hashes could not be read.', { url, error: String(error) });
    return 'failed';
  } finally {
    cancel();
  }
}
