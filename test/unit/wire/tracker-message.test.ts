import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_TRACKER_MESSAGE_LENGTH,
  parseTrackerMessage,
  serializeAnnounce,
  serializeAnswer,
} from '../../../src/wire/tracker-message.ts';

type Recording = { readonly sent: readonly string[]; readonly recv: readonly string[] };

/** Two stock viewers of a PeerTube 6.3.0 meet at its tracker. */
const RECORDINGS: readonly Recording[] = JSON.parse(
  readFileSync('test/fixtures/peertube-6.3.0/tracker-ws-frames-p2p-session.json', 'utf8'),
);
const INFO_HASH = '1be9d91970460e68a50401333cc5495eb131edf6';
const PEER_ID = '-FV0100-abcdefghijkl';
const OFFER_ID = 'ABCDEFGHIJKLMNOPQRST';
const SDP = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n';

const rawHash = String.fromCharCode(...Buffer.from(INFO_HASH, 'hex'));
const offer = (over: Record<string, unknown> = {}) =>
  JSON.stringify({
    action: 'announce',
    info_hash: rawHash,
    peer_id: PEER_ID,
    offer: { type: 'offer', sdp: SDP },
    offer_id: OFFER_ID,
    ...over,
  });

describe('parseTrackerMessage', () => {
  it('reads everything that a real tracker sent', () => {
    const messages = RECORDINGS.flatMap(({ recv }) => recv.map(parseTrackerMessage));
    const kinds = messages.map((message) => message?.kind);
    expect(kinds).toEqual(['counts', 'counts', 'offer', 'counts', 'counts', 'counts', 'answer']);
    expect(messages[1]).toEqual({ kind: 'counts', infoHash: INFO_HASH, viewerCount: 1, intervalMs: 120_000 });
    expect(messages[2]).toMatchObject({ infoHash: INFO_HASH, peerId: '-WW0006-Hu2Fe1M2F67u' });
    expect(messages[6]).toMatchObject({ infoHash: INFO_HASH, peerId: '-WW0006-cYiGP3pGWmqE' });
  });

  it('reads refusals with and without an action', () => {
    const reason = 'Unknown infoHash';
    expect(parseTrackerMessage(JSON.stringify({ 'failure reason': reason }))).toEqual({
      kind: 'failure',
      infoHash: null,
      reason,
    });
    const named = { action: 'announce', 'failure reason': reason, info_hash: rawHash };
    expect(parseTrackerMessage(JSON.stringify(named))).toEqual({ kind: 'failure', infoHash: INFO_HASH, reason });
  });

  it('refuses what is malformed', () => {
    expect(parseTrackerMessage(offer())).not.toBeNull();
    const bad = [
      offer({ action: 'scrape' }),
      offer({ info_hash: 'short' }),
      offer({ info_hash: 'Ā'.repeat(20) }),
      offer({ peer_id: 7 }),
      offer({ offer_id: undefined }),
      offer({ offer: { type: 'answer', sdp: SDP } }),
      offer({ offer: { type: 'offer', sdp: 'x=1' } }),
      offer({ offer: { type: 'offer', sdp: `v=0${' '.repeat(20_000)}` } }),
      offer({ offer: null }),
      JSON.stringify({ action: 'announce', info_hash: rawHash, complete: -1, incomplete: 'many' }),
      '[]',
      'null',
      '{',
      '',
      JSON.stringify({ 'failure reason': ' '.repeat(MAX_TRACKER_MESSAGE_LENGTH) }),
    ];
    for (const text of bad) expect(parseTrackerMessage(text), text.slice(0, 80)).toBeNull();
  });

  it('bounds what a tracker claims', () => {
    const counts = (over: Record<string, unknown>) =>
      parseTrackerMessage(
        JSON.stringify({ action: 'announce', info_hash: rawHash, complete: 1, incomplete: 2, ...over }),
      );
    expect(counts({ interval: -5 })).toMatchObject({ viewerCount: 3, intervalMs: null });
    expect(counts({ interval: 1e99 })).toMatchObject({ intervalMs: null });
    expect(counts({ complete: 1e300 })).toMatchObject({ viewerCount: 2 });
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseTrackerMessage(text)),
      { numRuns: 500 },
    );
    const keys = ['action', 'info_hash', 'peer_id', 'offer', 'answer', 'offer_id', 'complete', 'failure reason'];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), fc.constantFrom('announce', rawHash))),
        (message) => void parseTrackerMessage(JSON.stringify(message)),
      ),
      { numRuns: 500 },
    );
  });
});

describe('serializeAnnounce', () => {
  const offers = [{ offerId: OFFER_ID, sdp: SDP }];

  it('writes what other clients write, byte for byte', () => {
    const recorded = JSON.parse(RECORDINGS[0]?.sent[1] ?? '{}');
    const text = serializeAnnounce({
      infoHash: INFO_HASH,
      peerId: recorded.peer_id,
      event: 'started',
      offers: recorded.offers.map((one: { offer: { sdp: string }; offer_id: string }) => ({
        offerId: one.offer_id,
        sdp: one.offer.sdp,
      })),
    });
    expect(text).toBe(RECORDINGS[0]?.sent[1]);
  });

  it('writes goodbyes as other clients do', () => {
    const recorded = RECORDINGS[0]?.sent[0] ?? '';
    const infoHash = Buffer.from(JSON.parse(recorded).info_hash, 'latin1').toString('hex');
    const peerId = JSON.parse(recorded).peer_id;
    expect(serializeAnnounce({ infoHash, peerId, event: 'stopped', offers: [] })).toBe(recorded);
  });

  it('names no event in between', () => {
    const text = serializeAnnounce({ infoHash: INFO_HASH, peerId: PEER_ID, event: null, offers });
    expect(JSON.parse(text)).not.toHaveProperty('event');
    expect(JSON.parse(text)).toMatchObject({ numwant: 1, offers: [{ offer_id: OFFER_ID }] });
  });
});

describe('serializeAnswer', () => {
  it('writes what other clients write, byte for byte', () => {
    const recorded = JSON.parse(RECORDINGS[0]?.sent[2] ?? '{}');
    const text = serializeAnswer({
      infoHash: INFO_HASH,
      peerId: recorded.peer_id,
      toPeerId: recorded.to_peer_id,
      answer: { offerId: recorded.offer_id, sdp: recorded.answer.sdp },
    });
    expect(text).toBe(RECORDINGS[0]?.sent[2]);
  });
});
