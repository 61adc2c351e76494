import type { Clock } from '../base/clock.ts';
import type { Http } from '../base/http.ts';
import type { Random } from '../base/random.ts';
import type { ByteRange } from '../base/units.ts';
import { FairRate } from './fair-rate.ts';
import { isHopeless, requestFrom } from './origin-request.ts';
import { chooseServer, type MirrorUse, Server, smooth } from './origin-servers.ts';
import { RateMeter } from './rate.ts';
import type { SupplyError } from './supply.ts';

/** So long a server may keep playback waiting in silence before a second one is asked for the same. */
const HEDGE_MS = 1000;

export type OriginRequest = {
  readonly url: string;
  /** Half-open, in bytes of the file; null for the whole file, an end of infinity for its rest. */
  readonly range: ByteRange | null;
  /** Mirrors hold the same files; playlists and hashes come from the origin alone. */
  readonly mirrors: MirrorUse;
  readonly isUrgent: boolean;
  /** Passes HTTP caches by. */
  readonly isReload: boolean;
  readonly signal: AbortSignal;
  /** Playback waits for these bytes now. */
  isWaitedFor(): boolean;
  /**
   * Before the first byte of each server. `sizeBytes`: of what was asked for; null where the server does not say.
   */
  onStart(info: { readonly sizeBytes: number | null; readonly url: string; readonly server: number }): void;
  /** `offset` counts from the start of the range. False ends the request: enough is here. */
  onData(offset: number, bytes: Uint8Array): boolean;
  /** Bytes that came and were of no use; `onData` never sees them. */
  onWaste(bytes: number): void;
};

/** The servers of one film: the origin, number 0, and its mirrors, ranked by what they deliver. */
export interface Origin {
  /**
   * Asks the best server, after a failure the next for what is missing, until one has sent it or all have failed;
   * where playback waits and nothing comes, a second one meanwhile. Resolves when everything came, or enough;
   * rejects with a `SupplyError`, or with the signal's reason. What came until then was delivered, in order and once.
   */
  ask(request: OriginRequest): Promise<void>;
  /** Its bytes were wrong. */
  blame(server: number): void;
  /** Every server failed a moment ago. */
  isResting(): boolean;
  /** Of all servers together, null before the first measure. */
  bytesPerMs(): number | null;
  /** What would be left of it if all asked who would like to; null before the first measure. */
  fairBytesPerMs(): number | null;
  /** Of those who would like to, such a part asks a server from now on, 0 to 1. */
  setAskingShare(share: number): void;
  /** From the request to the first byte, smoothed. */
  latencyMs(): number | null;
}

export type OriginOptions = {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly mirrorUrls: readonly string[];
  readonly firstByteTimeoutMs: number;
  readonly stallTimeoutMs: number;
};

export function createOrigin(options: OriginOptions): Origin {
  const { clock } = options;
  const servers = [null, ...options.mirrorUrls].map((folder) => new Server(folder));
  const total = new RateMeter();
  const fair = new FairRate();
  const shared: Shared = { options, servers, total, fair, latencyMs: null, isHedging: false };
  return {
    async ask(request) {
      request.signal.throwIfAborted();
      await new Asking(shared, request).run();
    },
    blame: (server) => servers[server]?.fail(clock.nowMs()),
    isResting: () => servers.every(({ pausedUntilMs }) => pausedUntilMs > clock.nowMs()),
    bytesPerMs: () => total.bytesPerMs(clock.nowMs()),
    fairBytesPerMs: () => fair.bytesPerMs(clock.nowMs()),
    setAskingShare: (share) => fair.setShare(share, clock.nowMs()),
    latencyMs: () => shared.latencyMs,
  };
}

type Shared = {
  readonly options: OriginOptions;
  readonly servers: readonly Server[];
  readonly total: RateMeter;
  readonly fair: FairRate;
  latencyMs: number | null;
  /** One second server at a time, whatever hangs. */
  isHedging: boolean;
};

type Runner = {
  readonly index: number;
  readonly server: Server;
  readonly controller: AbortController;
  readonly askedMs: number;
  /** Delivered by others before it was asked. */
  readonly baseBytes: number;
  info: { readonly sizeBytes: number | null; readonly url: string } | null;
  hasDelivered: boolean;
};

/** One request, and the one or two servers that are at it. */
class Asking {
  readonly #shared: Shared;
  readonly #request: OriginRequest;
  readonly #file: string;
  readonly #runners = new Set<Runner>();
  readonly #tried = new Set<number>();
  readonly #errors: SupplyError[] = [];
  #deliveredBytes = 0;
  #lastByteMs: number;
  #isHedged = false;
  #cancelWatch: () => void = () => undefined;
  #settle: { resolve(): void; reject(error: unknown): void } = { resolve: () => undefined, reject: () => undefined };

  constructor(shared: Shared, request: OriginRequest) {
    this.#shared = shared;
    this.#request = request;
    this.#file = fileName(request.url);
    this.#lastByteMs = shared.options.clock.nowMs();
  }

  async run(): Promise<void> {
    const { signal } = this.#request;
    const onAbort = () => this.#stopAll(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = { resolve, reject };
        this.#next();
        this.#watch();
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#cancelWatch();
      this.#stopAll(null);
    }
  }

  #choose(): number | null {
    const { servers, options } = this.#shared;
    const { mirrors, isUrgent } = this.#request;
    return chooseServer(servers, { file: this.#file, mirrors, isUrgent, tried: this.#tried }, options);
  }

  #next(): void {
    const index = this.#choose();
    if (index === null) this.#settle.reject(this.#worstError());
    else this.#launch(index);
  }

  #launch(index: number): void {
    const { servers, options } = this.#shared;
    const server = servers[index];
    if (server === undefined) return;
    this.#tried.add(index);
    const runner: Runner = {
      index,
      server,
      controller: new AbortController(),
      askedMs: options.clock.nowMs(),
      baseBytes: this.#deliveredBytes,
      info: null,
      hasDelivered: false,
    };
    this.#runners.add(runner);
    this.#lastByteMs = runner.askedMs;
    void this.#load(runner).then(
      () => this.#handleEnd(runner),
      (error: unknown) => this.#handleFailure(runner, error as SupplyError),
    );
  }

  async #load(runner: Runner): Promise<void> {
    const { options, total, fair } = this.#shared;
    const { clock, http } = options;
    const { server } = runner;
    const { url } = this.#request;
    const { askedMs } = runner;
    let isFirst = true;
    server.askedMs = askedMs;
    total.begin(askedMs);
    fair.begin(askedMs);
    server.rate.begin(askedMs);
    try {
      await requestFrom(http, options, {
        url: server.folder === null ? url : `${server.folder.replace(/\/$/, '')}/${this.#file}`,
        range: this.#rest(),
        isReload: this.#request.isReload,
        signal: runner.controller.signal,
        onStart: (info) => {
          runner.info = info;
        },
        onBytes: (bytes) => {
          const nowMs = clock.nowMs();
          total.add(bytes, nowMs);
          fair.add(bytes, nowMs);
          server.rate.add(bytes, nowMs);
          if (isFirst) this.#noteLatency(server, nowMs - askedMs);
          isFirst = false;
        },
        onData: (offset, bytes) => this.#deliver(runner, offset, bytes),
        onWaste: (bytes) => this.#request.onWaste(bytes),
      });
    } finally {
      const endMs = clock.nowMs();
      total.end(endMs);
      fair.end(endMs);
      server.rate.end(endMs);
    }
  }

  #noteLatency(server: Server, ms: number): void {
    server.noteLatency(ms);
    this.#shared.latencyMs = smooth(this.#shared.latencyMs, ms);
  }

  /** What nobody has delivered yet. */
  #rest(): ByteRange | null {
    const { range } = this.#request;
    if (range !== null) return { start: range.start + this.#deliveredBytes, end: range.end };
    return this.#deliveredBytes === 0 ? null : { start: this.#deliveredBytes, end: Number.POSITIVE_INFINITY };
  }

  #deliver(runner: Runner, offset: number, bytes: Uint8Array): boolean {
    // Whoever sends first has won: until now the other one kept playback waiting.
    for (const other of [...this.#runners]) if (other !== runner) this.#dismiss(other);
    this.#start(runner);
    if (this.#request.signal.aborted) {
      this.#request.onWaste(bytes.length);
      return false;
    }
    const atByte = runner.baseBytes + offset;
    this.#deliveredBytes = atByte + bytes.length;
    this.#lastByteMs = this.#shared.options.clock.nowMs();
    return this.#request.onData(atByte, bytes);
  }

  #start(runner: Runner): void {
    const { info } = runner;
    if (runner.hasDelivered || info === null) return;
    runner.hasDelivered = true;
    const sizeBytes = info.sizeBytes === null ? null : runner.baseBytes + info.sizeBytes;
    this.#request.onStart({ sizeBytes, url: info.url, server: runner.index });
  }

  /** It lost the race. */
  #dismiss(runner: Runner): void {
    this.#remove(runner);
    // The second one had less time than the first; only who was silent for long has failed.
    const { clock } = this.#shared.options;
    if (clock.nowMs() - runner.askedMs >= HEDGE_MS) runner.server.fail(clock.nowMs());
    runner.controller.abort();
  }

  #remove(runner: Runner): void {
    this.#runners.delete(runner);
    // With one of the two gone, the other is an only one.
    if (this.#isHedged) this.#shared.isHedging = false;
    this.#isHedged = false;
  }

  #handleEnd(runner: Runner): void {
    if (!this.#runners.has(runner)) return;
    this.#start(runner);
    runner.server.succeed();
    this.#remove(runner);
    this.#settle.resolve();
  }

  #handleFailure(runner: Runner, error: SupplyError): void {
    if (!this.#runners.has(runner)) return;
    this.#remove(runner);
    const nowMs = this.#shared.options.clock.nowMs();
    // A mirror without this file may be a good one for another.
    if (runner.index !== 0 && isHopeless(error)) runner.server.lack(this.#file, nowMs);
    else runner.server.fail(nowMs);
    if (runner.index === 0) this.#errors.unshift(error);
    else this.#errors.push(error);
    if (this.#runners.size === 0) this.#next();
  }

  /** While a server may still have it, asking again is not hopeless; else the origin's word counts. */
  #worstError(): SupplyError | undefined {
    return this.#errors.find((error) => !isHopeless(error)) ?? this.#errors[0];
  }

  /** Looks from time to time whether playback is kept waiting. */
  #watch(): void {
    const { options, servers } = this.#shared;
    if (servers.length === 1 || this.#request.mirrors === 'none') return;
    const silentMs = options.clock.nowMs() - this.#lastByteMs;
    if (silentMs >= HEDGE_MS && this.#runners.size === 1 && !this.#shared.isHedging && this.#request.isWaitedFor()) {
      const index = this.#choose();
      if (index !== null) {
        this.#shared.isHedging = true;
        this.#isHedged = true;
        this.#launch(index);
      }
    }
    this.#cancelWatch = options.clock.schedule(silentMs < HEDGE_MS ? HEDGE_MS - silentMs : HEDGE_MS / 4, () =>
      this.#watch(),
    );
  }

  #stopAll(reason: unknown): void {
    for (const runner of [...this.#runners]) {
      this.#remove(runner);
      runner.controller.abort(reason);
    }
    if (this.#request.signal.aborted) this.#settle.reject(this.#request.signal.reason);
  }
}

function fileName(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1);
}
