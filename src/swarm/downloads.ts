import type { Clock } from '../base/clock.ts';
import type { ByteRange } from '../base/units.ts';
import { type Segment, segmentKey } from '../media/segment.ts';
import { Assembly, type Transfer } from './assembly.ts';
import type { Counters } from './counters.ts';
import type { Origin } from './origin.ts';
import type { Peer } from './peer.ts';
import type { AllocateBuffer } from './segment-buffer.ts';
import type { SupplyError } from './supply.ts';

/** Segments begun and left are kept in the hope of a return, as many as this. */
const MAX_ASSEMBLIES = 12;

export type DownloadsOptions = {
  readonly clock: Clock;
  readonly origin: Origin;
  readonly allocate: AllocateBuffer;
  readonly counters: Counters;
  readonly maxSegmentBytes: number;
  onBytes(assembly: Assembly, bytes: number, peer: Peer | null): void;
  /** Every byte of the segment is here. */
  onComplete(assembly: Assembly): void;
  /** A transfer ended, well or not: there may be something to plan. */
  onTransferEnd(assembly: Assembly): void;
  onOriginFailure(assembly: Assembly, error: SupplyError): void;
  /** A peer sent a size that cannot be. */
  onWrongSize(peer: Peer): void;
};

/** Runs transfers and puts what they bring together. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #assemblies = new Map<string, Assembly>();
  readonly #transfers = new Map<number, Transfer>();
  #nextId = 1;
  #originCount = 0;

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  get assemblies(): Iterable<Assembly> {
    return this.#assemblies.values();
  }

  get(key: string): Assembly | null {
    return this.#assemblies.get(key) ?? null;
  }

  transfer(id: number): Transfer | null {
    return this.#transfers.get(id) ?? null;
  }

  /** Requests to servers that are under way. */
  get originCount(): number {
    return this.#originCount;
  }

  open(segment: Segment): Assembly {
    const key = segmentKey(segment);
    const known = this.#assemblies.get(key);
    if (known !== undefined) return known;
    const assembly = new Assembly(segment, this.#options.allocate, this.#options.clock.nowMs());
    this.#assemblies.set(key, assembly);
    this.#trim();
    return assembly;
  }

  /** Ends its transfers and forgets it; what it held counts as wasted unless it went into the store. */
  drop(assembly: Assembly, isStored: boolean): void {
    for (const transfer of [...assembly.transfers.values()]) this.cancel(transfer);
    if (!isStored) this.#options.counters.wastedBytes += assembly.heldBytes;
    if (this.#assemblies.get(segmentKey(assembly.segment)) === assembly) {
      this.#assemblies.delete(segmentKey(assembly.segment));
    }
  }

  cancel(transfer: Transfer): void {
    if (!this.#transfers.has(transfer.id)) return;
    this.#forget(transfer);
    transfer.stop();
  }

  shorten(transfer: Transfer, { end, isTold }: { readonly end: number; readonly isTold: boolean }): void {
    transfer.isEndTold = isTold;
    transfer.end = Math.max(transfer.position, Math.min(transfer.end, end));
    if (transfer.position >= transfer.end) this.#finish(transfer);
  }

  askOrigin(
    assembly: Assembly,
    range: ByteRange,
    how: { readonly isUrgent: boolean; readonly isPinned: boolean },
  ): void {
    const { clock, origin, counters } = this.#options;
    const { segment } = assembly;
    const controller = new AbortController();
    const transfer = this.#begin(assembly, null, { range, stop: () => controller.abort() });
    transfer.isPinned = how.isPinned;
    const base = segment.range?.start ?? 0;
    const isWhole = segment.range === null && range.start === 0 && assembly.sizeBytes === null;
    // A size that was only claimed is put to the test where a request reaches the end.
    const isOpen =
      range.end === Number.POSITIVE_INFINITY || (assembly.isSizeClaimed && range.end === assembly.sizeBytes);
    const end = isOpen ? Number.POSITIVE_INFINITY : base + range.end;
    const fetching = origin.ask({
      url: segment.url,
      range: isWhole ? null : { start: base + range.start, end },
      mirrors: 'any',
      isUrgent: how.isUrgent,
      isReload: assembly.isReload,
      signal: controller.signal,
      isWaitedFor: () => assembly.isDemanded,
      onStart: ({ sizeBytes, url, server }) => {
        assembly.url = url;
        assembly.servers.add(server);
        if (sizeBytes !== null && isOpen) this.#settleByServer(assembly, range.start + sizeBytes);
      },
      onData: (offset, bytes) => this.#receive(transfer, { offset: range.start + offset, bytes, peer: null }),
      onWaste: (bytes) => {
        counters.httpBytes += bytes;
        counters.wastedBytes += bytes;
      },
    });
    void fetching.then(
      () => {
        if (assembly.sizeBytes === null && this.#transfers.has(transfer.id)) this.#settle(assembly, transfer.position);
        this.#finish(transfer);
      },
      (error: unknown) => {
        if (!this.#transfers.has(transfer.id)) return;
        assembly.originFailureCount++;
        assembly.retryAtMs = clock.nowMs() + Math.min(250 * 2 ** assembly.originFailureCount, 4000);
        this.#forget(transfer);
        this.#options.onOriginFailure(assembly, error as SupplyError);
      },
    );
  }

  request(assembly: Assembly, peer: Peer, range: ByteRange): void {
    const { segment } = assembly;
    const segmentSizeBytes = assembly.sizeBytes;
    if (range.start >= range.end) return;
    const request = { streamKey: segment.streamKey, segmentId: segment.id, range, segmentSizeBytes };
    const requestId = peer.session.request(request);
    if (requestId === null) return;
    peer.rate.begin(this.#options.clock.nowMs());
    const transfer = this.#begin(assembly, peer.key, {
      range,
      stop: () => {
        peer.requests.delete(requestId);
        peer.noteLate(requestId, transfer);
        peer.rate.end(this.#options.clock.nowMs());
        peer.session.cancel(requestId);
      },
      tellEnd: () => peer.session.cancel(requestId, transfer.end),
    });
    peer.requests.set(requestId, transfer);
  }

  /** The header of a peer's answer. */
  handleStart(peer: Peer, requestId: number, segmentSizeBytes: number): void {
    const transfer = peer.requests.get(requestId);
    if (transfer === undefined || this.#settle(transfer.assembly, segmentSizeBytes)) return;
    this.#options.onWrongSize(peer);
  }

  handleData(peer: Peer, requestId: number, data: { offset: number; bytes: Uint8Array }): void {
    const { counters, clock } = this.#options;
    const bytes = data.bytes.length;
    peer.receivedBytes += bytes;
    peer.rate.add(bytes, clock.nowMs());
    peer.silenceCount = 0;
    peer.lastDataMs = clock.nowMs();
    const transfer = peer.requests.get(requestId);
    if (transfer === undefined) {
      counters.peerBytes += bytes;
      counters.wastedBytes += bytes - this.#receiveLate(peer, requestId, data);
      return;
    }
    this.#receive(transfer, { ...data, peer });
  }

  /** Bytes of a transfer that was ended; @returns how many were of use all the same. */
  #receiveLate(peer: Peer, requestId: number, { offset, bytes }: { offset: number; bytes: Uint8Array }): number {
    const assembly = peer.late.get(requestId)?.assembly;
    if (assembly === undefined || assembly.isVerifying || assembly.isBarredToPeers) return 0;
    if (assembly.sizeBytes === null || this.get(segmentKey(assembly.segment)) !== assembly) return 0;
    const written = assembly.write(offset, bytes, peer.key);
    if (written > 0) this.#options.onBytes(assembly, bytes.length, peer);
    if (assembly.isComplete) this.#complete(assembly);
    return written;
  }

  handleEnd(peer: Peer, requestId: number): Transfer | null {
    const transfer = peer.requests.get(requestId);
    if (transfer === undefined) return null;
    peer.requests.delete(requestId);
    peer.rate.end(this.#options.clock.nowMs());
    this.#forget(transfer);
    return transfer;
  }

  /** The peer is gone: its transfers are open again. */
  handleLeave(peer: Peer): void {
    for (const requestId of [...peer.requests.keys()]) {
      const transfer = this.handleEnd(peer, requestId);
      if (transfer !== null) this.#options.onTransferEnd(transfer.assembly);
    }
  }

  destroy(): void {
    for (const assembly of [...this.#assemblies.values()]) this.drop(assembly, false);
  }

  #begin(
    assembly: Assembly,
    from: string | null,
    { range, ...source }: { range: ByteRange } & Pick<Transfer, 'stop' | 'tellEnd'>,
  ): Transfer {
    const nowMs = this.#options.clock.nowMs();
    assembly.startedMs ??= nowMs;
    const transfer: Transfer = {
      id: this.#nextId++,
      assembly,
      from,
      startedMs: nowMs,
      startByte: range.start,
      position: range.start,
      end: range.end,
      askedEnd: range.end,
      receivedBytes: 0,
      firstByteMs: null,
      lastByteMs: nowMs,
      isPinned: false,
      isEndTold: false,
      ...source,
    };
    this.#transfers.set(transfer.id, transfer);
    if (from === null) this.#originCount++;
    assembly.transfers.set(transfer.id, transfer);
    return transfer;
  }

  /** False when the transfer has brought all that it should. */
  #receive(transfer: Transfer, data: { offset: number; bytes: Uint8Array; peer: Peer | null }): boolean {
    const { counters, clock, maxSegmentBytes } = this.#options;
    const { assembly } = transfer;
    const { bytes, peer } = data;
    const nowMs = clock.nowMs();
    if (peer === null) counters.httpBytes += bytes.length;
    else counters.peerBytes += bytes.length;
    if (!this.#transfers.has(transfer.id)) {
      counters.wastedBytes += bytes.length;
      return false;
    }
    if (transfer.firstByteMs === null) {
      transfer.firstByteMs = nowMs;
      tellWhomItRelieves(transfer);
    }
    transfer.lastByteMs = nowMs;
    transfer.receivedBytes += bytes.length;
    assembly.firstByteMs ??= nowMs;
    assembly.lastByteMs = nowMs;
    // Bytes beyond a shortened end are taken too: they are here, and whoever brings them again has less to bring.
    const written = assembly.write(data.offset, bytes, transfer.from);
    counters.wastedBytes += bytes.length - written;
    transfer.position = Math.max(transfer.position, data.offset + bytes.length);
    this.#options.onBytes(assembly, bytes.length, peer);
    if (transfer.position > maxSegmentBytes) this.cancel(transfer);
    else if (transfer.position >= transfer.end || assembly.isComplete) this.#finish(transfer);
    return this.#transfers.has(transfer.id);
  }

  #settle(assembly: Assembly, sizeBytes: number): boolean {
    if (sizeBytes > this.#options.maxSegmentBytes) return false;
    return assembly.settleSize(sizeBytes);
  }

  #settleByServer(assembly: Assembly, sizeBytes: number): void {
    if (this.#settle(assembly, sizeBytes) || !assembly.isSizeClaimed) return;
    // Neighbours said something else: what they sent is worth nothing.
    for (const transfer of [...assembly.transfers.values()]) this.cancel(transfer);
    this.#options.counters.wastedBytes += assembly.reset().bytes;
    assembly.isBarredToPeers = true;
    this.#options.onTransferEnd(assembly);
  }

  /**
   * Whoever should relieve this peer has not sent a byte yet, so what is on its way from it comes first.
   * @returns whether it goes on.
   */
  #takeBack(transfer: Transfer): boolean {
    const { assembly, from, end, askedEnd } = transfer;
    if (from === null || end >= askedEnd || assembly.isComplete) return false;
    for (const other of assembly.transfers.values()) {
      if (other.from === null || other.startByte !== end || other.firstByteMs !== null) continue;
      transfer.end = Math.min(other.end, askedEnd);
      this.cancel(other);
      this.#options.onTransferEnd(assembly);
      return transfer.position < transfer.end;
    }
    return false;
  }

  #finish(transfer: Transfer): void {
    if (!this.#transfers.has(transfer.id) || this.#takeBack(transfer)) return;
    this.#forget(transfer);
    const { assembly } = transfer;
    const isAtEnd = transfer.end === assembly.sizeBytes && transfer.position >= transfer.end;
    // A peer that has sent the segment's last byte says so by itself: there is nothing to cancel.
    if (transfer.from === null || !isAtEnd) transfer.stop();
    if (assembly.isComplete && !assembly.isVerifying) this.#complete(assembly);
    else this.#options.onTransferEnd(assembly);
  }

  #complete(assembly: Assembly): void {
    for (const other of [...assembly.transfers.values()]) this.cancel(other);
    assembly.isVerifying = true;
    this.#options.onComplete(assembly);
  }

  #forget(transfer: Transfer): void {
    if (this.#transfers.delete(transfer.id) && transfer.from === null) this.#originCount--;
    transfer.assembly.transfers.delete(transfer.id);
  }

  #trim(): void {
    if (this.#assemblies.size <= MAX_ASSEMBLIES) return;
    for (const assembly of this.#assemblies.values()) {
      if (assembly.transfers.size > 0 || assembly.isVerifying || assembly.isDemanded) continue;
      this.drop(assembly, false);
      return;
    }
  }
}

/** Now that it has begun, whoever was to send the same need not. */
function tellWhomItRelieves({ assembly, startByte }: Transfer): void {
  for (const other of assembly.transfers.values()) {
    if (other.end === startByte && other.isEndTold) other.tellEnd?.();
  }
}
