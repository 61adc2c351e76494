import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/base/bytes.ts';
import { createSeededRandom, randomInteger } from '../../../src/base/random.ts';
import { BLOCK_BYTES } from '../../../src/wire/block.ts';
import { type ExtensionMessage, encodeExtension, parseExtension } from '../../../src/wire/extension.ts';
import { OwnSession } from '../../../src/wire/session-own.ts';
import { decodeStream, encodeStream } from '../../../src/wire/stream-code.ts';
import { createManualLink, recordEvents } from '../../support/manual-link.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';

const EXAMPLES: [ExtensionMessage, string][] = [
  [{ kind: 'hello', version: 1 }, '0101'],
  [{ kind: 'holdings', stream: 0, loaded: [0, 1, 2, 5], loading: [6] }, '0200 02 0003 0201 01 0601'],
  [{ kind: 'change', stream: 128, added: [300], removed: [], loading: [] }, '038001 01 ac0201 00 00'],
  [{ kind: 'window', stream: 0, startId: 10, endId: 18, uplink: 200 }, '04000a08c801'],
  [
    { kind: 'blocks', stream: 0, segmentId: 3, sizeBytes: 200_000, held: [0, 2], coming: { start: 3, end: 4 } },
    '050003 c09a0c 02 0001 0101 0301',
  ],
  [
    { kind: 'request', requestId: 1, stream: 0, segmentId: 3, startByte: 64_512, lengthBytes: 64_512 },
    '06010003 80f803 80f803',
  ],
  [{ kind: 'data', requestId: 1, segmentSizeBytes: 200_000, offset: 0, lengthBytes: 32_256 }, '0701 c09a0c 00 80fc01'],
  [{ kind: 'refuse', requestId: 1, isBusy: true }, '080101'],
  [{ kind: 'cancel', requestId: 1, fromByte: 0 }, '090100'],
  [{ kind: 'cancel', requestId: 1, fromByte: 64_512 }, '0901 80f803'],
  [{ kind: 'busy', isBusy: false }, '0a00'],
  [
    { kind: 'neighbours', peerIds: ['-FV0100-abc', '-FV0100-de'] },
    '0b02 0b2d4656303130302d616263 0a2d4656303130302d6465',
  ],
  [
    { kind: 'introduction', isAnswer: true, from: 'a', to: 'b', offerId: 'cd', sdp: 'v=0' },
    '0c01 0161 0162 026364 03763d30',
  ],
];

describe('encodeExtension', () => {
  it.each(EXAMPLES)('writes %o byte for byte', (message, hex) => {
    expect(toHex(encodeExtension(message))).toBe(hex.replaceAll(' ', ''));
  });
});

describe('parseExtension', () => {
  it.each(EXAMPLES)('reads %o back', (message) => {
    expect(parseExtension(encodeExtension(message))).toEqual({ ok: true, value: message });
  });

  it('ignores messages of later versions, and what they add to a message', () => {
    expect(parseExtension(Uint8Array.of(99, 1, 2))).toEqual({ ok: true, value: null });
    expect(parseExtension(Uint8Array.of(9, 1, 5, 77))).toEqual({
      ok: true,
      value: { kind: 'cancel', requestId: 1, fromByte: 5 },
    });
  });

  it('refuses a list of a million ids', () => {
    const list = Uint8Array.of(2, 0, 1, 0, 192, 132, 61, 0);
    expect(parseExtension(list)).toEqual({ ok: false, error: 'too-long' });
  });

  it('survives 100,000 garbled messages', () => {
    const seed = 4;
    const random = createSeededRandom(seed);
    let understood = 0;
    for (let round = 0; round < 100_000; round++) {
      const bytes = encodeExtension(EXAMPLES[round % EXAMPLES.length]![0]);
      for (let i = randomInteger(random, 3); i >= 0; i--) {
        bytes[randomInteger(random, bytes.length)] = randomInteger(random, 256);
      }
      if (parseExtension(bytes.subarray(0, randomInteger(random, bytes.length + 1))).ok) understood++;
    }
    expect(understood, `seed ${seed}`).toBeGreaterThan(1000);
  });
});

describe('encodeStream', () => {
  it('has one byte for each of 128 pictures and 128 sounds', () => {
    for (const key of ['main-0', 'main-127', 'secondary-0', 'secondary-127']) {
      expect(decodeStream(encodeStream(key)!)).toBe(key);
    }
    expect(encodeStream('main-128')).toBeNull();
    expect(encodeStream('subtitle-0')).toBeNull();
    expect(decodeStream(256)).toBeNull();
  });
});

function createStage() {
  const time = createVirtualTime();
  const wire = createManualLink('-FV0100-somebody0001');
  const session = new OwnSession({ link: wire.link, clock: time.clockOf(1), pace: () => 0 });
  const events = recordEvents(session);
  const receive = (message: ExtensionMessage) => wire.receive(encodeExtension(message));
  receive({ kind: 'hello', version: 1 });
  return { time, wire, session, events, receive };
}

const SIZE = 200_000;
const request = (start: number, end: number) => ({
  streamKey: 'main-0',
  segmentId: 3,
  range: { start, end },
  segmentSizeBytes: SIZE,
});

describe('OwnSession', () => {
  it('takes ranges of several requests in any order', () => {
    const { session, wire, events, receive } = createStage();
    const first = session.request(request(0, 10))!;
    const second = session.request(request(50, 60))!;
    for (const [requestId, offset] of [
      [second, 50],
      [first, 0],
    ] as const) {
      receive({ kind: 'data', requestId, segmentSizeBytes: SIZE, offset, lengthBytes: 10 });
      wire.receive(new Uint8Array(10));
    }
    const ended = events.filter(([name]) => name === 'requestEnded');
    expect(ended.map(([, event]) => event)).toEqual([
      { requestId: second, outcome: 'completed' },
      { requestId: first, outcome: 'completed' },
    ]);
  });

  it.each<[string, ExtensionMessage]>([
    ['another size', { kind: 'data', requestId: 1, segmentSizeBytes: 1, offset: 0, lengthBytes: 1 }],
    ['bytes from another place', { kind: 'data', requestId: 1, segmentSizeBytes: SIZE, offset: 5, lengthBytes: 5 }],
    ['more than it was asked for', { kind: 'data', requestId: 1, segmentSizeBytes: SIZE, offset: 0, lengthBytes: 11 }],
    ['an empty piece', { kind: 'data', requestId: 1, segmentSizeBytes: SIZE, offset: 0, lengthBytes: 0 }],
  ])('ends with whoever sends %s', (_, message) => {
    const { session, events, receive } = createStage();
    expect(session.request(request(0, 10))).toBe(1);
    receive(message);
    expect(events.at(-1)).toMatchObject(['closed', { fault: 'wrong-size' }]);
  });

  it('ends with a peer that claims blocks beyond the end', () => {
    const { events, receive } = createStage();
    receive({ kind: 'blocks', stream: 0, segmentId: 3, sizeBytes: SIZE, held: [7], coming: { start: 0, end: 0 } });
    expect(events.at(-1)).toMatchObject(['closed', { fault: 'malformed-commands' }]);
  });

  it('ends without blame where nobody said hello: a page may have missed it', () => {
    const rude = createManualLink('-FV0100-somebody0002');
    const session = new OwnSession({ link: rude.link, clock: createVirtualTime().clockOf(1), pace: () => 0 });
    const heard = recordEvents(session);
    rude.receive(encodeExtension({ kind: 'busy', isBusy: true }));
    expect(heard).toMatchObject([['closed', { fault: null }]]);
  });

  it('keeps what a peer holds up to date by differences', () => {
    const { events, receive } = createStage();
    receive({ kind: 'holdings', stream: 0, loaded: [1, 2], loading: [] });
    receive({ kind: 'change', stream: 0, added: [3], removed: [1], loading: [4] });
    expect(events.at(-1)).toEqual([
      'availabilityChanged',
      { streamKey: 'main-0', loaded: new Set([2, 3]), loading: new Set([4]) },
    ]);
  });

  it('sends the shortest of its uploads first, a block at a time', () => {
    const { session, wire, events, receive } = createStage();
    wire.setBuffered(1_000_000);
    receive({ kind: 'request', requestId: 1, stream: 0, segmentId: 3, startByte: 0, lengthBytes: 0 });
    receive({ kind: 'request', requestId: 2, stream: 0, segmentId: 3, startByte: 0, lengthBytes: 2 * BLOCK_BYTES });
    const bytes = new Uint8Array(SIZE);
    const source = {
      sizeBytes: SIZE,
      read: ({ start, end }: { start: number; end: number }) => bytes.subarray(start, end),
    };
    session.serve(1, source);
    session.serve(2, source);
    wire.setBuffered(0);
    wire.drain();
    const headers = wire.sent.filter((message) => message.length < 20 && message[0] === 7);
    expect(headers.slice(0, 3).map((header) => header[1])).toEqual([2, 2, 1]);
    expect(wire.sent.filter((message) => message.length > 20).reduce((sum, { length }) => sum + length, 0)).toBe(
      SIZE + 2 * BLOCK_BYTES,
    );
    expect(events.filter(([name]) => name === 'uploadEnded')).toHaveLength(2);
  });

  it('sends no byte beyond the one that is no longer wanted', () => {
    const { session, wire, events, receive } = createStage();
    wire.setBuffered(1_000_000);
    const bytes = new Uint8Array(SIZE);
    const read = ({ start, end }: { start: number; end: number }) => bytes.subarray(start, end);
    for (const requestId of [1, 2, 3]) {
      receive({ kind: 'request', requestId, stream: 0, segmentId: 3, startByte: 0, lengthBytes: 0 });
    }
    // Before and after it is served, and what was not asked for at all.
    receive({ kind: 'cancel', requestId: 1, fromByte: 2 * BLOCK_BYTES });
    for (const id of [1, 2, 3]) session.serve(id, { sizeBytes: SIZE, read });
    receive({ kind: 'cancel', requestId: 2, fromByte: BLOCK_BYTES });
    receive({ kind: 'cancel', requestId: 2, fromByte: 5 * BLOCK_BYTES });
    receive({ kind: 'cancel', requestId: 3, fromByte: 0 });
    receive({ kind: 'cancel', requestId: 4, fromByte: BLOCK_BYTES });
    wire.setBuffered(0);
    wire.drain();
    const headers = wire.sent.filter((message) => message.length < 20 && message[0] === 7);
    expect(headers.map((header) => header[1])).toEqual([2, 1, 1]);
    expect(events.filter(([name]) => name === 'uploadEnded').map(([, event]) => event)).toEqual([
      { id: 3, isComplete: false },
      { id: 2, isComplete: true },
      { id: 1, isComplete: true },
    ]);
  });

  it('tells a peer from where on it need not send, and takes what comes before', () => {
    const { session, wire, events, receive } = createStage();
    const requestId = session.request(request(0, 100))!;
    session.cancel(requestId, 50);
    expect(toHex(wire.sent.at(-1)!)).toBe('090132');
    receive({ kind: 'data', requestId, segmentSizeBytes: SIZE, offset: 0, lengthBytes: 50 });
    wire.receive(new Uint8Array(50));
    expect(events.at(-1)).toMatchObject(['dataReceived', { requestId, offset: 0 }]);
  });

  it('takes payload for payload, whatever it looks like', () => {
    const { session, wire, events, receive } = createStage();
    const requestId = session.request(request(0, 2))!;
    receive({ kind: 'data', requestId, segmentSizeBytes: SIZE, offset: 0, lengthBytes: 2 });
    wire.receive(encodeExtension({ kind: 'busy', isBusy: true }));
    expect(events.map(([name]) => name)).toEqual(['dataStarted', 'dataReceived', 'requestEnded']);
  });

  it('parts from whoever asks and asks', () => {
    const { events, receive } = createStage();
    for (let requestId = 1; requestId < 50; requestId++) {
      receive({ kind: 'request', requestId, stream: 0, segmentId: 3, startByte: 0, lengthBytes: 0 });
    }
    expect(events.at(-1)).toMatchObject(['closed', { fault: 'request-flood' }]);
  });
});
