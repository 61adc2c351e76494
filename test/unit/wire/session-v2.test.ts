import { describe, expect, it } from 'vitest';
import { concatBytes, toUtf8 } from '../../../src/base/bytes.ts';
import { encodeMessage } from '../../../src/wire/codec-v2.ts';
import { frameCommand } from '../../../src/wire/framing.ts';
import type { Message } from '../../../src/wire/message.ts';
import { SessionV2 } from '../../../src/wire/session-v2.ts';
import { createManualLink, recordEvents } from '../../support/manual-link.ts';
import { createVirtualTime } from '../../support/virtual-clock.ts';

const ALL = { start: 0, end: Number.POSITIVE_INFINITY };
const REQUEST = { streamKey: 'main-0', segmentId: 7, range: ALL, segmentSizeBytes: 100 };

function createStage() {
  const time = createVirtualTime();
  const wire = createManualLink('-WW0203-stockstock00');
  const session = new SessionV2({ link: wire.link, streamKey: 'main-0', clock: time.clockOf(1), pace: () => 0 });
  const events = recordEvents(session);
  const receive = (message: Message) => {
    for (const frame of frameCommand(encodeMessage(message))) wire.receive(frame);
  };
  return { time, wire, session, events, receive };
}

describe('SessionV2', () => {
  it('takes a segment piece by piece and ends at its last byte', () => {
    const { session, wire, events, receive } = createStage();
    const requestId = session.request(REQUEST)!;
    receive({ kind: 'data', segmentId: 7, requestId, sizeBytes: 100 });
    wire.receive(new Uint8Array(60));
    wire.receive(new Uint8Array(40));
    expect(events.map(([name]) => name)).toEqual(['dataStarted', 'dataReceived', 'dataReceived', 'requestEnded']);
    expect(events[2]![1]).toMatchObject({ offset: 60 });
    receive({ kind: 'completed', segmentId: 7, requestId });
    expect(events).toHaveLength(4);
  });

  it('asks for one segment at a time', () => {
    const { session } = createStage();
    expect(session.request(REQUEST)).not.toBeNull();
    expect(session.request(REQUEST)).toBeNull();
  });

  it('ignores what still arrives of a request that it cancelled', () => {
    const { session, wire, events, receive } = createStage();
    const old = session.request(REQUEST)!;
    receive({ kind: 'data', segmentId: 7, requestId: old, sizeBytes: 100 });
    session.cancel(old);
    const fresh = session.request({ ...REQUEST, segmentId: 8 })!;
    wire.receive(new Uint8Array(50));
    receive({ kind: 'data', segmentId: 8, requestId: fresh, sizeBytes: 100 });
    wire.receive(new Uint8Array(100));
    expect(events.filter(([name]) => name === 'dataReceived')).toEqual([
      ['dataReceived', { requestId: fresh, offset: 0, bytes: new Uint8Array(100) }],
    ]);
    expect(events).toContainEqual(['strayReceived', { bytes: 50 }]);
  });

  it.each<[string, (id: number) => (Message | Uint8Array)[]]>([
    ['another size', (id) => [{ kind: 'data', segmentId: 7, requestId: id, sizeBytes: 99 }]],
    ['a byte too many', (id) => [{ kind: 'data', segmentId: 7, requestId: id, sizeBytes: 100 }, new Uint8Array(101)]],
    [
      'an end too early',
      (id) => [
        { kind: 'data', segmentId: 7, requestId: id, sizeBytes: 100 },
        new Uint8Array(10),
        { kind: 'completed', segmentId: 7, requestId: id },
      ],
    ],
  ])('ends with whoever sends %s', (_, messages) => {
    const { session, wire, events, receive } = createStage();
    for (const message of messages(session.request(REQUEST)!)) {
      if (message instanceof Uint8Array) wire.receive(message);
      else receive(message);
    }
    expect(events.at(-1)).toMatchObject(['closed', { fault: 'wrong-size' }]);
    expect(wire.isOpen()).toBe(false);
  });

  it('takes a size of zero for "absent", and nobody to blame', () => {
    const { session, events, receive } = createStage();
    const requestId = session.request(REQUEST)!;
    receive({ kind: 'data', segmentId: 7, requestId, sizeBytes: 0 });
    expect(events).toEqual([['requestEnded', { requestId, outcome: 'absent' }]]);
  });

  it('sends what it is asked for, from the byte it is asked for, in chunks that do not read as commands', () => {
    const { session, wire, events, receive } = createStage();
    const bytes = concatBytes([new Uint8Array(10), toUtf8('cstr'), new Uint8Array(40), toUtf8('cend')]);
    receive({ kind: 'request', segmentId: 7, requestId: 3, startByte: 10 });
    const [, request] = events[0]!;
    expect(request).toMatchObject({ segmentId: 7, range: { start: 10 } });
    session.serve((request as { id: number }).id, {
      sizeBytes: bytes.length,
      read: ({ start, end }) => bytes.subarray(start, end),
    });
    const [header, ...rest] = wire.sent;
    expect(header).toEqual(frameCommand(encodeMessage({ kind: 'data', segmentId: 7, requestId: 3, sizeBytes: 48 }))[0]);
    expect(concatBytes(rest.slice(0, -1))).toEqual(bytes.subarray(10));
    expect(rest.slice(0, -1).length).toBe(2);
    expect(rest.at(-1)).toEqual(frameCommand(encodeMessage({ kind: 'completed', segmentId: 7, requestId: 3 }))[0]);
  });

  it('stops sending when the peer asks for something else or cancels', () => {
    const { session, wire, events, receive } = createStage();
    wire.setBuffered(1_000_000);
    const bytes = new Uint8Array(500_000);
    const source = { sizeBytes: bytes.length, read: ({ start, end }: typeof ALL) => bytes.subarray(start, end) };
    receive({ kind: 'request', segmentId: 7, requestId: 3, startByte: 0 });
    session.serve((events[0]![1] as { id: number }).id, source);
    receive({ kind: 'request', segmentId: 8, requestId: 4, startByte: 0 });
    expect(events.map(([name]) => name)).toEqual(['requested', 'uploadEnded', 'requested']);
    receive({ kind: 'cancel', segmentId: 8, requestId: 4 });
    expect(events.at(-1)).toMatchObject(['uploadEnded', { isComplete: false }]);
    wire.setBuffered(0);
    wire.drain();
    expect(wire.sent.every((message) => message.length < 100)).toBe(true);
  });

  it('says that it holds nothing while it is busy', () => {
    const { session, wire } = createStage();
    const state = { streamKey: 'main-0', loaded: [1, 2], loading: [3] };
    session.setBusy(true, [state]);
    expect(wire.sent.at(-1)).toEqual(
      frameCommand(encodeMessage({ kind: 'announcement', loaded: [], loading: [3] }))[0],
    );
    session.setBusy(false, [state]);
    expect(wire.sent.at(-1)).toEqual(
      frameCommand(encodeMessage({ kind: 'announcement', loaded: [1, 2], loading: [3] }))[0],
    );
  });

  it('parts from whoever floods it with requests or with commands that are none', () => {
    const flood = createStage();
    for (let i = 0; i < 500; i++) flood.receive({ kind: 'request', segmentId: i, requestId: 1, startByte: 0 });
    expect(flood.events.at(-1)).toMatchObject(['closed', { fault: 'request-flood' }]);
    const noise = createStage();
    for (let i = 0; i < 30; i++) noise.wire.receive(toUtf8('dstr????cend'));
    expect(noise.events.at(-1)).toMatchObject(['closed', { fault: 'malformed-commands' }]);
  });
});
