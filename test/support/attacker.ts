import { type Random, randomInteger } from '../../src/base/random.ts';
import { encodeMessage, parseMessage } from '../../src/wire/codec-v2.ts';
import { frameCommand } from '../../src/wire/framing.ts';
import type { Link } from '../../src/wire/link.ts';
import type { Message, RequestMessage } from '../../src/wire/message.ts';
import { falsify, phantomOf } from './phantom-bytes.ts';
import type { VirtualTime } from './virtual-clock.ts';

/** What a hostile peer does with a connection. */
export type Attack = (attacker: Attacker) => void;

export type Attacker = {
  readonly link: Link;
  readonly time: VirtualTime;
  readonly machine: number;
  readonly random: Random;
  /** Segments of the film that is shared. */
  readonly segmentIds: readonly number[];
  sizeOf(segmentId: number): number;
  /** Where its true bytes are in the origin's files. */
  truthOf(segmentId: number): { readonly file: number; readonly start: number };
};

const CHUNK_BYTES = 60_000;

/** The next word of a stock peer's language. */
function say({ link }: Attacker, message: Message): void {
  for (const frame of frameCommand(encodeMessage(message))) link.send(frame);
}

function claimAll(attacker: Attacker): void {
  say(attacker, { kind: 'announcement', loaded: attacker.segmentIds, loading: [] });
}

function onRequest({ link }: Attacker, answer: (request: RequestMessage) => void): void {
  link.on('message', (message) => {
    const parsed = message.length > 8 ? parseMessage(message.subarray(4, message.length - 4)) : null;
    if (parsed?.ok && parsed.value?.kind === 'request') answer(parsed.value);
  });
}

/** Bytes of no film, as many as asked for. */
function sendLies(link: Link, sizeBytes: number): void {
  for (let sent = 0; sent < sizeBytes; sent += CHUNK_BYTES) {
    link.send(falsify(phantomOf(0, 0, Math.min(CHUNK_BYTES, sizeBytes - sent))));
  }
}

/** Does it again and again, until the test is over. */
export function repeat({ time, machine }: Attacker, everyMs: number, task: (round: number) => void): void {
  let round = 0;
  const step = () => {
    // After the link closed nothing leaves it.
    if (round > 2000) return;
    task(round++);
    time.at(machine, time.nowMs() + everyMs, step);
  };
  step();
}

function header(attacker: Attacker, { segmentId, requestId, startByte }: RequestMessage, extraBytes = 0): number {
  const sizeBytes = Math.max(0, attacker.sizeOf(segmentId) - startByte + extraBytes);
  say(attacker, { kind: 'data', segmentId, requestId, sizeBytes });
  return sizeBytes;
}

/** Every way to be a bad neighbour that wire v2 offers. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'wrong bytes': (attacker) => {
    claimAll(attacker);
    onRequest(attacker, (request) => {
      sendLies(attacker.link, header(attacker, request));
      say(attacker, { kind: 'completed', segmentId: request.segmentId, requestId: request.requestId });
    });
  },
  'wrong size': (attacker) => {
    claimAll(attacker);
    onRequest(attacker, (request) => header(attacker, request, 1 + randomInteger(attacker.random, 1_000_000)));
  },
  'right size, half of the bytes, then silence': (attacker) => {
    claimAll(attacker);
    onRequest(attacker, (request) => sendLies(attacker.link, Math.floor(header(attacker, request) / 2)));
  },
  'silence to every request': (attacker) => claimAll(attacker),
  'more bytes than promised': (attacker) => {
    claimAll(attacker);
    onRequest(attacker, (request) => sendLies(attacker.link, header(attacker, request) + 200_000));
  },
  'completed at once': (attacker) => {
    claimAll(attacker);
    onRequest(attacker, (request) => {
      header(attacker, request);
      say(attacker, { kind: 'completed', segmentId: request.segmentId, requestId: request.requestId });
    });
  },
  'payload that nobody asked for': (attacker) => repeat(attacker, 500, () => sendLies(attacker.link, CHUNK_BYTES)),
  'a command that never ends': (attacker) => {
    const [first, next] = frameCommand(new Uint8Array(150_000));
    repeat(attacker, 20, (round) => attacker.link.send(round === 0 ? first! : next!));
  },
  'a million announced ids': (attacker) => {
    const ids = Array.from({ length: 62_500 }, (_, i) => i);
    repeat(attacker, 1000, (round) => {
      if (round < 16)
        say(attacker, { kind: 'announcement', loaded: ids.map((id) => id + round * ids.length), loading: [] });
    });
  },
  'a flood of requests': (attacker) => {
    repeat(attacker, 10, (round) => {
      for (let i = 0; i < 20; i++) {
        const segmentId = attacker.segmentIds[(round + i) % attacker.segmentIds.length] ?? 0;
        say(attacker, { kind: 'request', segmentId, requestId: (20 * round + i) % 1000, startByte: 0 });
      }
    });
  },
  'requests for what is not there': (attacker) => {
    repeat(attacker, 200, (round) =>
      say(attacker, { kind: 'request', segmentId: 1_000_000 + round, requestId: round % 1000, startByte: 2 ** 40 }),
    );
  },
  'answers to no question': (attacker) => {
    repeat(attacker, 100, (round) => {
      const ids = { segmentId: round % 30, requestId: round % 1000 };
      say(attacker, { kind: 'data', ...ids, sizeBytes: round });
      say(attacker, { kind: (['completed', 'absent', 'cancel'] as const)[round % 3]!, ...ids });
    });
  },
  'absent, though it was announced': (attacker) => {
    claimAll(attacker);
    onRequest(attacker, ({ segmentId, requestId }) => {
      say(attacker, { kind: 'absent', segmentId, requestId });
      claimAll(attacker);
    });
  },
  'random commands': (attacker) => {
    const { random, link } = attacker;
    repeat(attacker, 50, () => {
      const body = Uint8Array.from({ length: randomInteger(random, 40) }, () => randomInteger(random, 256));
      for (const frame of frameCommand(body)) link.send(frame);
    });
  },
  'in and out at once': (attacker) => {
    claimAll(attacker);
    onRequest(attacker, () => attacker.link.close('gone'));
  },
};
