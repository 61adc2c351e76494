import { fromHex, fromLatin1, toHex, toLatin1 } from '../base/bytes.ts';
import { isRecord, type JsonRecord, parseInteger, parseJson, parseNumber, parseText } from '../base/check.ts';
import { SECOND_MS } from '../base/units.ts';

/** A description of a data channel takes 1 to 3 KiB; with many network interfaces, some more. */
export const MAX_SDP_LENGTH = 16_384;

/** One offer and its ids, with room for escapes; longer messages are not looked at. */
export const MAX_TRACKER_MESSAGE_LENGTH = 65_536;

/** A tracker that counts more lies. */
const MAX_VIEWER_COUNT = 1_000_000_000;

const ID_LENGTH = 20;

export type TrackerOffer = {
  /** 20 characters, one per byte. */
  readonly offerId: string;
  readonly sdp: string;
};

/** What a WebTorrent tracker says; ids are 20 characters, info hashes 40 hexadecimal digits. */
export type TrackerMessage =
  | {
      readonly kind: 'counts';
      readonly infoHash: string;
      /** Seeds and leeches together, we among them; peers that vanished count for up to 20 minutes. */
      readonly viewerCount: number;
      /** How long to wait before the next announce; null where the tracker does not say. */
      readonly intervalMs: number | null;
    }
  | { readonly kind: 'offer'; readonly infoHash: string; readonly peerId: string; readonly offer: TrackerOffer }
  | { readonly kind: 'answer'; readonly infoHash: string; readonly peerId: string; readonly answer: TrackerOffer }
  /** `infoHash` is null where the tracker does not say which announce it refuses. */
  | { readonly kind: 'failure'; readonly infoHash: string | null; readonly reason: string };

/** Null for anything that is no message of the WebTorrent protocol, however it is malformed. */
export function parseTrackerMessage(text: string): TrackerMessage | null {
  if (text.length > MAX_TRACKER_MESSAGE_LENGTH) return null;
  const message = parseJson(text);
  if (!isRecord(message)) return null;
  const infoHash = parseInfoHash(message.info_hash);
  const reason = parseText(message['failure reason'], MAX_TRACKER_MESSAGE_LENGTH);
  // Refusals of a malformed request come without `action`.
  if (reason !== null) return { kind: 'failure', infoHash, reason: reason.slice(0, 200) };
  if (message.action !== 'announce' || infoHash === null) return null;
  if (message.offer !== undefined) return parseOffer(message, infoHash);
  if (message.answer !== undefined) return parseAnswer(message, infoHash);
  return parseCounts(message, infoHash);
}

function parseOffer(message: JsonRecord, infoHash: string): TrackerMessage | null {
  const peerId = parseId(message.peer_id);
  const offer = parseDescription(message, message.offer, 'offer');
  return peerId === null || offer === null ? null : { kind: 'offer', infoHash, peerId, offer };
}

function parseAnswer(message: JsonRecord, infoHash: string): TrackerMessage | null {
  const peerId = parseId(message.peer_id);
  const answer = parseDescription(message, message.answer, 'answer');
  return peerId === null || answer === null ? null : { kind: 'answer', infoHash, peerId, answer };
}

function parseCounts(message: JsonRecord, infoHash: string): TrackerMessage | null {
  const complete = parseInteger(message.complete, 0, MAX_VIEWER_COUNT);
  const incomplete = parseInteger(message.incomplete, 0, MAX_VIEWER_COUNT);
  if (complete === null && incomplete === null) return null;
  const intervalSeconds = parseNumber(message.interval, 1, 86_400);
  return {
    kind: 'counts',
    infoHash,
    viewerCount: (complete ?? 0) + (incomplete ?? 0),
    intervalMs: intervalSeconds === null ? null : intervalSeconds * SECOND_MS,
  };
}

function parseDescription(message: JsonRecord, value: unknown, type: 'offer' | 'answer'): TrackerOffer | null {
  if (!isRecord(value) || value.type !== type) return null;
  const sdp = parseText(value.sdp, MAX_SDP_LENGTH);
  const offerId = parseId(message.offer_id);
  return sdp === null || offerId === null || !sdp.startsWith('v=0') ? null : { offerId, sdp };
}

function parseId(value: unknown): string | null {
  const text = parseText(value, ID_LENGTH);
  return text !== null && text.length === ID_LENGTH && fromLatin1(text) !== null ? text : null;
}

function parseInfoHash(value: unknown): string | null {
  const id = parseId(value);
  const bytes = id === null ? null : fromLatin1(id);
  return bytes === null ? null : toHex(bytes);
}

export type Announce = {
  readonly infoHash: string;
  readonly peerId: string;
  /** Null for what is neither the first nor the last of a socket. */
  readonly event: 'started' | 'stopped' | null;
  readonly offers: readonly TrackerOffer[];
};

/** How many peers a goodbye asks for; the number means nothing, but every client sends one. */
const NUMWANT_OF_GOODBYES = 10;

/** The server hands one offer to each of at most as many peers, picked at random. */
export function serializeAnnounce(announce: Announce): string {
  const { event, offers } = announce;
  return JSON.stringify({
    numwant: event === 'stopped' ? NUMWANT_OF_GOODBYES : offers.length,
    uploaded: 0,
    downloaded: 0,
    ...(event === null ? {} : { event }),
    action: 'announce',
    info_hash: rawInfoHash(announce.infoHash),
    peer_id: announce.peerId,
    ...(event === 'stopped'
      ? {}
      : { offers: offers.map(({ offerId, sdp }) => ({ offer: { type: 'offer', sdp }, offer_id: offerId })) }),
  });
}

export type Answer = {
  readonly infoHash: string;
  readonly peerId: string;
  readonly toPeerId: string;
  readonly answer: TrackerOffer;
};

export function serializeAnswer({ infoHash, peerId, toPeerId, answer }: Answer): string {
  return JSON.stringify({
    action: 'announce',
    info_hash: rawInfoHash(infoHash),
    peer_id: peerId,
    to_peer_id: toPeerId,
    answer: { type: 'answer', sdp: answer.sdp },
    offer_id: answer.offerId,
  });
}

function rawInfoHash(infoHash: string): string {
  return toLatin1(fromHex(infoHash) ?? new Uint8Array());
}
