import type { Clock } from '../base/clock.ts';
import { createEmitter } from '../base/emitter.ts';
import { SECOND_MS } from '../base/units.ts';
import { BLOCK_BYTES } from './block.ts';
import {
  EXTENSION_VERSION,
  type ExtensionMessage,
  encodeExtension,
  MAX_NEIGHBOURS,
  parseExtension,
} from './extension.ts';
import type { Link } from './link.ts';
import type {
  AnnouncedState,
  IncomingRequest,
  Introduction,
  OutgoingRequest,
  Pace,
  PartialHolding,
  PeerSession,
  SessionEvents,
  UploadSource,
  WantedWindow,
} from './session.ts';
import { MAX_SEGMENT_BYTES } from './session-v2.ts';
import { decodeStream, encodeStream } from './stream-code.ts';
import { createUploadPump, type UploadPump } from './upload-pump.ts';

const MAX_REQUESTS = 4;
/** Unanswered requests of a peer that we keep in mind; ours ask for four at a time. */
const MAX_QUEUED = 32;
/** Cancelled requests whose last bytes may still be on their way. */
const MAX_CANCELLED = 16;
const MAX_MESSAGES_PER_SECOND = 2000;

const NOTHING_HELD: PartialHolding = { sizeBytes: 0, blocks: new Set(), coming: { start: 0, end: 0 } };

/** The last message about something that neighbours are told of. */
const TOLD = new WeakMap<object, { readonly variant: unknown; readonly bytes: Uint8Array<ArrayBuffer> }>();

type Download = OutgoingRequest & { readonly id: number; offset: number; end: number; hasStarted: boolean };
type Upload = { readonly request: IncomingRequest; source: UploadSource | null; offset: number; end: number };

/** A conversation between two peers with this library: all streams, blocks, several requests at a time. */
export class OwnSession implements PeerSession {
  readonly maxRequests = MAX_REQUESTS;
  readonly honoursRangeEnd = true;
  readonly streamKey = null;
  readonly peerId: string;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #events = createEmitter<SessionEvents>();
  readonly #pump: UploadPump;
  readonly #downloads = new Map<number, Download>();
  readonly #cancelled = new Map<number, Download>();
  readonly #uploads = new Map<number, Upload>();
  readonly #loaded = new Map<string, Set<number>>();
  #expected: { requestId: number; offset: number; lengthBytes: number } | null = null;
  #nextRequestId = 1;
  #isClosed = false;
  #hasHello = false;
  #messageCount = 0;
  #countedSinceMs = 0;

  constructor(options: { link: Link; clock: Clock; pace: Pace }) {
    this.#link = options.link;
    this.#clock = options.clock;
    this.peerId = options.link.remotePeerId;
    this.#pump = createUploadPump(options.link, options.clock, options.pace);
    options.link.on('message', (message) => this.#receive(message));
    options.link.on('closed', ({ reason }) => this.#end(reason, null));
    this.#send({ kind: 'hello', version: EXTENSION_VERSION });
  }

  get bufferedBytes(): number {
    return this.#isClosed ? 0 : this.#link.bufferedBytes;
  }

  on: PeerSession['on'] = (name, listener, options) => this.#events.on(name, listener, options);

  announce(state: AnnouncedState, previous: AnnouncedState | null): void {
    const stream = encodeStream(state.streamKey);
    if (stream === null) return;
    this.#tell(state, previous, () => {
      const loading = [...state.loading];
      if (previous === null) return { kind: 'holdings', stream, loaded: [...state.loaded], loading };
      return { kind: 'change', stream, ...compare(previous.loaded, state.loaded), loading };
    });
  }

  announcePartial(streamKey: string, segmentId: number, holding: PartialHolding | null): void {
    const stream = encodeStream(streamKey);
    if (stream === null) return;
    const { sizeBytes, blocks, coming } = holding ?? NOTHING_HELD;
    this.#tell(holding, segmentId, () => {
      const held = [...blocks].sort((a, b) => a - b);
      return { kind: 'blocks', stream, segmentId, sizeBytes, held, coming };
    });
  }

  announceWindow(streamKey: string, wanted: WantedWindow | null): void {
    const stream = encodeStream(streamKey);
    if (stream === null) return;
    this.#tell(wanted, stream, () => ({ kind: 'window', stream, ...(wanted ?? { startId: 0, endId: 0 }) }));
  }

  announceNeighbours(peerIds: readonly string[]): void {
    this.#tell(peerIds, null, () => ({ kind: 'neighbours', peerIds: peerIds.slice(0, MAX_NEIGHBOURS) }));
  }

  introduce(introduction: Introduction): void {
    this.#send({ kind: 'introduction', ...introduction });
  }

  setBusy(isBusy: boolean): void {
    this.#send({ kind: 'busy', isBusy });
  }

  request(request: OutgoingRequest): number | null {
    const stream = encodeStream(request.streamKey);
    if (this.#isClosed || stream === null || this.#downloads.size >= MAX_REQUESTS) return null;
    const id = this.#nextRequestId++;
    const { start, end } = request.range;
    this.#downloads.set(id, { ...request, id, offset: start, end, hasStarted: false });
    const lengthBytes = end === Number.POSITIVE_INFINITY ? 0 : end - start;
    this.#send({
      kind: 'request',
      requestId: id,
      stream,
      segmentId: request.segmentId,
      startByte: start,
      lengthBytes,
    });
    return id;
  }

  cancel(requestId: number, fromByte = 0): void {
    const download = this.#downloads.get(requestId);
    if (download === undefined) return;
    this.#send({ kind: 'cancel', requestId, fromByte });
    if (fromByte > 0) return;
    this.#downloads.delete(requestId);
    // What is on its way already is as good as any other byte of the segment.
    this.#cancelled.set(requestId, download);
    const oldest = this.#cancelled.keys().next().value;
    if (this.#cancelled.size > MAX_CANCELLED && oldest !== undefined) this.#cancelled.delete(oldest);
  }

  serve(id: number, source: UploadSource): void {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    upload.source = source;
    upload.end = Math.min(upload.end, source.sizeBytes);
    if (upload.offset >= upload.end) {
      this.refuse(id, 'absent');
      return;
    }
    this.#pump.start({ next: () => this.#sendNext() });
  }

  refuse(id: number, reason: 'absent' | 'busy'): void {
    if (this.#uploads.delete(id)) this.#send({ kind: 'refuse', requestId: id, isBusy: reason === 'busy' });
  }

  close(reason: string): void {
    this.#end(reason, null);
  }

  /** One message of the upload that is nearest its end: a block that hurries does not wait behind a whole segment. */
  #sendNext(): number {
    let next: [number, Upload] | null = null;
    for (const entry of this.#uploads) {
      const [, { source, offset, end }] = entry;
      if (source !== null && (next === null || end - offset < next[1].end - next[1].offset)) next = entry;
    }
    if (next === null) return 0;
    const [id, upload] = next;
    const { source, offset, end, request } = upload;
    if (source === null) return 0;
    const chunkEnd = (Math.floor(offset / BLOCK_BYTES) + 1) * BLOCK_BYTES;
    const range = { start: offset, end: Math.min(end, chunkEnd) };
    const lengthBytes = range.end - range.start;
    this.#send({ kind: 'data', requestId: id, segmentSizeBytes: source.sizeBytes, offset, lengthBytes });
    this.#link.send(source.read(range));
    upload.offset = range.end;
    const { streamKey, segmentId } = request;
    this.#events.emit('dataSent', { id, streamKey, segmentId, bytes: lengthBytes });
    if (upload.offset >= end && this.#uploads.delete(id)) this.#events.emit('uploadEnded', { id, isComplete: true });
    return lengthBytes;
  }

  #receive(message: Uint8Array): void {
    if (this.#isClosed) return;
    if (this.#expected !== null) {
      this.#receivePayload(message);
      return;
    }
    if (this.#isFlood()) {
      this.#end('message flood', 'message-flood');
      return;
    }
    const parsed = parseExtension(message);
    if (!parsed.ok) this.#end('malformed message', 'malformed-commands');
    else if (parsed.value !== null) this.#receiveMessage(parsed.value);
  }

  #receiveMessage(message: ExtensionMessage): void {
    if (message.kind === 'hello') this.#hasHello = true;
    else if (!this.#hasHello) {
      // It may have been lost on our side, before the page listened: nobody is to blame.
      this.#end('no hello', null);
      return;
    }
    switch (message.kind) {
      case 'holdings':
        this.#receiveHoldings(message.stream, message.loading, new Set(message.loaded));
        return;
      case 'change':
        this.#receiveChange(message);
        return;
      case 'window':
        this.#receiveWindow(message.stream, message);
        return;
      case 'blocks':
        this.#receiveBlocks(message);
        return;
      case 'request':
        this.#receiveRequest(message);
        return;
      case 'data':
        this.#receiveHeader(message);
        return;
      case 'refuse':
        if (this.#downloads.delete(message.requestId)) {
          const outcome = message.isBusy ? 'busy' : 'absent';
          this.#events.emit('requestEnded', { requestId: message.requestId, outcome });
        }
        return;
      case 'cancel':
        this.#receiveCancel(message.requestId, message.fromByte);
        return;
      case 'busy':
        this.#events.emit('busyChanged', { isBusy: message.isBusy });
        return;
      case 'neighbours':
        this.#events.emit('neighboursChanged', { peerIds: message.peerIds });
        return;
      case 'introduction':
        this.#events.emit('introduced', message);
    }
  }

  #receiveHoldings(stream: number, loading: readonly number[], loaded: Set<number>): void {
    const streamKey = decodeStream(stream);
    if (streamKey === null) return;
    this.#loaded.set(streamKey, loaded);
    this.#events.emit('availabilityChanged', { streamKey, loaded, loading: new Set(loading) });
  }

  #receiveChange({ stream, added, removed, loading }: Extract<ExtensionMessage, { kind: 'change' }>): void {
    const loaded = this.#loaded.get(decodeStream(stream) ?? '') ?? new Set<number>();
    for (const id of removed) loaded.delete(id);
    for (const id of added) loaded.add(id);
    if (loaded.size > 100_000) this.#end('too many segments', 'malformed-commands');
    else this.#receiveHoldings(stream, loading, loaded);
  }

  #receiveWindow(stream: number, { startId, endId, uplink = 0 }: WantedWindow): void {
    const streamKey = decodeStream(stream);
    const wanted = endId > startId ? { startId, endId, uplink } : null;
    if (streamKey !== null) this.#events.emit('windowChanged', { streamKey, wanted });
  }

  #receiveBlocks(message: Extract<ExtensionMessage, { kind: 'blocks' }>): void {
    const streamKey = decodeStream(message.stream);
    const { segmentId, sizeBytes, held, coming } = message;
    const count = Math.ceil(sizeBytes / BLOCK_BYTES);
    const last = Math.max(held.at(-1) ?? -1, coming.end - 1);
    if (streamKey === null || sizeBytes > MAX_SEGMENT_BYTES) return;
    if (sizeBytes > 0 && last >= count) {
      this.#end('blocks beyond the end', 'malformed-commands');
      return;
    }
    const isEmpty = sizeBytes === 0 || (held.length === 0 && coming.end <= coming.start);
    const holding = isEmpty ? null : { sizeBytes, blocks: new Set(held), coming };
    this.#events.emit('partialChanged', { streamKey, segmentId, holding });
  }

  #receiveRequest(message: Extract<ExtensionMessage, { kind: 'request' }>): void {
    const { requestId: id, segmentId, startByte: start, lengthBytes } = message;
    const streamKey = decodeStream(message.stream);
    if (this.#uploads.has(id) || this.#uploads.size >= MAX_QUEUED) {
      this.#end('request flood', 'request-flood');
      return;
    }
    const end = lengthBytes === 0 ? Number.POSITIVE_INFINITY : start + lengthBytes;
    const request = { id, streamKey: streamKey ?? '', segmentId, range: { start, end } };
    this.#uploads.set(id, { request, source: null, offset: start, end });
    if (streamKey === null) this.refuse(id, 'absent');
    else this.#events.emit('requested', request);
  }

  #receiveCancel(id: number, fromByte: number): void {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return;
    upload.end = Math.min(upload.end, fromByte);
    if (upload.offset < upload.end) return;
    this.#uploads.delete(id);
    this.#events.emit('uploadEnded', { id, isComplete: false });
  }

  #receiveHeader(message: Extract<ExtensionMessage, { kind: 'data' }>): void {
    const { requestId, segmentSizeBytes, offset, lengthBytes } = message;
    this.#expected = { requestId, offset, lengthBytes };
    const download = this.#find(requestId);
    if (lengthBytes === 0 || lengthBytes > 65_535) this.#end('impossible length', 'wrong-size');
    if (download === undefined || this.#isClosed) return;
    const isWrongSize = download.segmentSizeBytes !== null && download.segmentSizeBytes !== segmentSizeBytes;
    download.end = Math.min(download.end, segmentSizeBytes);
    const isWrongPlace = offset !== download.offset || offset + lengthBytes > download.end;
    if (isWrongSize || isWrongPlace || segmentSizeBytes > MAX_SEGMENT_BYTES) {
      this.#end('wrong size', 'wrong-size');
      return;
    }
    if (download.hasStarted) return;
    download.hasStarted = true;
    this.#events.emit('dataStarted', { requestId, segmentSizeBytes });
  }

  #receivePayload(bytes: Uint8Array): void {
    const expected = this.#expected;
    this.#expected = null;
    if (expected === null) return;
    const { requestId, offset, lengthBytes } = expected;
    const download = this.#find(requestId);
    if (download === undefined || bytes.length !== lengthBytes) {
      this.#events.emit('strayReceived', { bytes: bytes.length });
      if (bytes.length !== lengthBytes) this.#end('payload of another length', 'wrong-size');
      return;
    }
    download.offset = offset + lengthBytes;
    const isLast = download.offset >= download.end;
    this.#events.emit('dataReceived', { requestId, offset, bytes });
    if (isLast && this.#downloads.delete(requestId)) {
      this.#events.emit('requestEnded', { requestId, outcome: 'completed' });
    }
  }

  #find(requestId: number): Download | undefined {
    return this.#downloads.get(requestId) ?? this.#cancelled.get(requestId);
  }

  #isFlood(): boolean {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#countedSinceMs > SECOND_MS) {
      this.#countedSinceMs = nowMs;
      this.#messageCount = 0;
    }
    return ++this.#messageCount > MAX_MESSAGES_PER_SECOND;
  }

  #send(message: ExtensionMessage): void {
    if (!this.#isClosed) this.#link.send(encodeExtension(message));
  }

  /** What every neighbour hears is encoded once: `subject` and `variant` say what it is. */
  #tell(subject: object | null, variant: unknown, describe: () => ExtensionMessage): void {
    if (this.#isClosed) return;
    const known = subject === null ? undefined : TOLD.get(subject);
    const bytes = known !== undefined && known.variant === variant ? known.bytes : encodeExtension(describe());
    if (subject !== null) TOLD.set(subject, { variant, bytes });
    this.#link.send(bytes);
  }

  #end(reason: string, fault: string | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#pump.stop();
    this.#link.close(reason);
    this.#events.emit('closed', { reason, fault });
    this.#events.clear();
  }
}

function compare(before: readonly number[], after: readonly number[]): { added: number[]; removed: number[] } {
  const old = new Set(before);
  const added: number[] = [];
  for (const id of after) if (!old.delete(id)) added.push(id);
  return { added, removed: [...old] };
}
