import type { Clock } from '../base/clock.ts';
import { createEmitter } from '../base/emitter.ts';
import { MIB, SECOND_MS } from '../base/units.ts';
import { encodeMessage, parseMessage } from './codec-v2.ts';
import { createFrameReader, frameCommand, nextChunkBytes } from './framing.ts';
import type { Link } from './link.ts';
import type { DataMessage, Message } from './message.ts';
import type {
  AnnouncedState,
  IncomingRequest,
  OutgoingRequest,
  Pace,
  PeerSession,
  SessionEvents,
  UploadSource,
} from './session.ts';
import { createUploadPump, type UploadPump } from './upload-pump.ts';

/** No segment of any film is longer: four seconds at 100 Mbit/s are 50 MB. */
export const MAX_SEGMENT_BYTES = 64 * MIB;
/** Stock peers draw request ids from 0 to 999. */
const REQUEST_IDS = 1000;
/** A stock peer that was told "absent" may ask for all it ever heard of, 200 at once. */
const MAX_REQUESTS_PER_SECOND = 400;
const MAX_MALFORMED = 20;

type Download = OutgoingRequest & { readonly id: number; remainingBytes: number | null; offset: number };

/** One v2 conversation: one download and one upload at a time, about one stream. */
export class SessionV2 implements PeerSession {
  readonly maxRequests = 1;
  readonly honoursRangeEnd = false;
  readonly peerId: string;
  readonly streamKey: string;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #events = createEmitter<SessionEvents>();
  readonly #reader = createFrameReader();
  readonly #pump: UploadPump;
  #download: Download | null = null;
  #upload: IncomingRequest | null = null;
  #isBusy = false;
  #isClosed = false;
  #nextRequestId = 0;
  #nextUploadId = 0;
  #malformedCount = 0;
  #requestCount = 0;
  #requestsSinceMs = 0;

  constructor(options: { link: Link; streamKey: string; clock: Clock; pace: Pace }) {
    this.#link = options.link;
    this.#clock = options.clock;
    this.streamKey = options.streamKey;
    this.peerId = options.link.remotePeerId;
    this.#pump = createUploadPump(options.link, options.clock, options.pace);
    options.link.on('message', (message) => this.#receive(message));
    options.link.on('closed', ({ reason }) => this.#end(reason, null));
  }

  get bufferedBytes(): number {
    return this.#isClosed ? 0 : this.#link.bufferedBytes;
  }

  on: PeerSession['on'] = (name, listener, options) => this.#events.on(name, listener, options);

  announce(state: AnnouncedState): void {
    this.#send({ kind: 'announcement', loaded: this.#isBusy ? [] : state.loaded, loading: state.loading });
  }

  announcePartial(): void {
    // Wire v2 has no word for a part of a segment.
  }

  announceWindow(): void {
    // Wire v2 does not say what a peer wants.
  }

  announceNeighbours(): void {
    // Viewers of wire v2 meet through trackers.
  }

  introduce(): void {
    // As above.
  }

  setBusy(isBusy: boolean, states: readonly AnnouncedState[]): void {
    this.#isBusy = isBusy;
    const own = states.find((state) => state.streamKey === this.streamKey);
    if (own !== undefined) this.announce(own);
  }

  request(request: OutgoingRequest): number | null {
    if (this.#isClosed || this.#download !== null) return null;
    const id = this.#nextRequestId;
    this.#nextRequestId = (id + 1) % REQUEST_IDS;
    this.#download = { ...request, id, remainingBytes: null, offset: request.range.start };
    this.#send({ kind: 'request', segmentId: request.segmentId, requestId: id, startByte: request.range.start });
    return id;
  }

  cancel(requestId: number, fromByte = 0): void {
    const download = this.#download;
    if (fromByte > 0 || download?.id !== requestId) return;
    this.#download = null;
    this.#send({ kind: 'cancel', segmentId: download.segmentId, requestId });
  }

  serve(id: number, source: UploadSource): void {
    const upload = this.#upload;
    if (upload?.id !== id) return;
    const { segmentId, range } = upload;
    const requestId = id % REQUEST_IDS;
    let offset = Math.min(range.start, source.sizeBytes);
    this.#send({ kind: 'data', segmentId, sizeBytes: source.sizeBytes - offset, requestId });
    this.#pump.start({
      next: () => {
        if (offset >= source.sizeBytes) {
          this.#upload = null;
          this.#send({ kind: 'completed', segmentId, requestId });
          this.#events.emit('uploadEnded', { id, isComplete: true });
          return 0;
        }
        const payload = source.read({ start: offset, end: Math.min(offset + 65_535, source.sizeBytes) });
        const bytes = nextChunkBytes(payload);
        this.#link.send(payload.subarray(0, bytes));
        offset += bytes;
        this.#events.emit('dataSent', { id, streamKey: this.streamKey, segmentId, bytes });
        return bytes;
      },
    });
  }

  refuse(id: number): void {
    const upload = this.#upload;
    if (upload?.id !== id) return;
    this.#upload = null;
    this.#send({ kind: 'absent', segmentId: upload.segmentId, requestId: id % REQUEST_IDS });
  }

  close(reason: string): void {
    this.#end(reason, null);
  }

  #receive(message: Uint8Array): void {
    if (this.#isClosed) return;
    const incoming = this.#reader.read(message);
    if (incoming.kind === 'payload') this.#receivePayload(incoming.bytes);
    if (incoming.kind === 'payload' || incoming.kind === 'partial') return;
    const parsed = incoming.kind === 'command' ? parseMessage(incoming.body) : null;
    if (parsed?.ok) {
      if (parsed.value !== null) this.#receiveCommand(parsed.value);
    } else if (++this.#malformedCount > MAX_MALFORMED) this.#end('malformed commands', 'malformed-commands');
  }

  #receiveCommand(message: Message): void {
    switch (message.kind) {
      case 'announcement':
        this.#events.emit('availabilityChanged', {
          streamKey: this.streamKey,
          loaded: new Set(message.loaded),
          loading: new Set(message.loading),
        });
        return;
      case 'request':
        this.#receiveRequest(message.segmentId, message.requestId, message.startByte);
        return;
      case 'data':
        this.#receiveHeader(message);
        return;
      case 'completed':
        this.#receiveCompleted(message.segmentId, message.requestId);
        return;
      case 'absent':
        if (this.#download?.id === message.requestId) this.#finish('absent');
        return;
      case 'cancel':
        if (this.#upload !== null && this.#upload.id % REQUEST_IDS === message.requestId) this.#stopUpload();
    }
  }

  #receiveRequest(segmentId: number, requestId: number, startByte: number): void {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#requestsSinceMs > SECOND_MS) {
      this.#requestsSinceMs = nowMs;
      this.#requestCount = 0;
    }
    if (++this.#requestCount > MAX_REQUESTS_PER_SECOND) this.#end('request flood', 'request-flood');
    if (this.#isClosed || requestId >= REQUEST_IDS) return;
    this.#stopUpload();
    // Ids of uploads are unique while their remainder is the peer's request id.
    const id = this.#nextUploadId * REQUEST_IDS + requestId;
    this.#nextUploadId++;
    this.#upload = {
      id,
      streamKey: this.streamKey,
      segmentId,
      range: { start: startByte, end: Number.POSITIVE_INFINITY },
    };
    this.#events.emit('requested', this.#upload);
  }

  #stopUpload(): void {
    const upload = this.#upload;
    if (upload === null) return;
    this.#upload = null;
    this.#pump.stop();
    this.#events.emit('uploadEnded', { id: upload.id, isComplete: false });
  }

  #receiveHeader(message: DataMessage): void {
    const download = this.#download;
    if (download?.id !== message.requestId || download.remainingBytes !== null) return;
    const segmentSizeBytes = download.range.start + message.sizeBytes;
    const isWrong = download.segmentSizeBytes !== null && segmentSizeBytes !== download.segmentSizeBytes;
    // Zero says that the peer has lost the segment, or that its copy ends before our first byte.
    if (message.sizeBytes > 0 && (isWrong || segmentSizeBytes > MAX_SEGMENT_BYTES)) {
      this.#end('wrong size', 'wrong-size');
      return;
    }
    download.remainingBytes = message.sizeBytes;
    if (message.sizeBytes > 0) this.#events.emit('dataStarted', { requestId: download.id, segmentSizeBytes });
    else this.#finish('absent');
  }

  #receivePayload(bytes: Uint8Array): void {
    const download = this.#download;
    if (download === null || download.remainingBytes === null) {
      if (bytes.length > 0) this.#events.emit('strayReceived', { bytes: bytes.length });
      return;
    }
    if (bytes.length > download.remainingBytes) {
      this.#events.emit('strayReceived', { bytes: bytes.length });
      this.#end('more bytes than announced', 'wrong-size');
      return;
    }
    const { offset } = download;
    download.remainingBytes -= bytes.length;
    download.offset += bytes.length;
    this.#events.emit('dataReceived', { requestId: download.id, offset, bytes });
    // The last byte ends it: a peer that never says "completed" must not hold up the next request.
    if (this.#download === download && download.remainingBytes === 0) this.#finish('completed');
  }

  #receiveCompleted(segmentId: number, requestId: number): void {
    const download = this.#download;
    if (download?.id !== requestId) return;
    this.#end(download.segmentId === segmentId ? 'completed too early' : 'completed another segment', 'wrong-size');
  }

  #finish(outcome: 'completed' | 'absent'): void {
    const download = this.#download;
    this.#download = null;
    if (download !== null) this.#events.emit('requestEnded', { requestId: download.id, outcome });
  }

  #send(message: Message): void {
    if (this.#isClosed) return;
    for (const frame of frameCommand(encodeMessage(message))) this.#link.send(frame);
  }

  #end(reason: string, fault: string | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopUpload();
    this.#link.close(reason);
    this.#events.emit('closed', { reason, fault });
    this.#events.clear();
  }
}
