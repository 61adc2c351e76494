import { randomInteger } from '../../src/base/random.ts';
import { BLOCK_BYTES } from '../../src/wire/block.ts';
import { type ExtensionMessage, encodeExtension, parseExtension } from '../../src/wire/extension.ts';
import { type Attack, type Attacker, repeat } from './attacker.ts';
import { falsify, PhantomBytes, phantomOf } from './phantom-bytes.ts';

type Request = Extract<ExtensionMessage, { kind: 'request' }>;

/** A conversation with a victim, in the words of our own peers. */
type Talk = Attacker & {
  /** The number that the victim gives the stream. */
  readonly stream: number;
  say(message: ExtensionMessage): void;
  onRequest(answer: (request: Request) => void): void;
};

/** Says hello, and begins once the victim has named the stream that it watches. */
function talk(attack: (talk: Talk) => void): Attack {
  return (attacker) => {
    const { link } = attacker;
    const answers: ((request: Request) => void)[] = [];
    const say = (message: ExtensionMessage) => link.send(encodeExtension(message));
    let hasBegun = false;
    link.on('message', (message) => {
      if (message instanceof PhantomBytes) return;
      const parsed = parseExtension(message);
      if (!parsed.ok || parsed.value === null) return;
      if (parsed.value.kind === 'request') for (const answer of answers) answer(parsed.value);
      if (hasBegun || !('stream' in parsed.value)) return;
      hasBegun = true;
      const { stream } = parsed.value;
      attack({ ...attacker, stream, say, onRequest: (answer) => void answers.push(answer) });
    });
    say({ kind: 'hello', version: 1 });
  };
}

function claimAll({ say, stream, segmentIds }: Talk): void {
  say({ kind: 'holdings', stream, loaded: [...segmentIds], loading: [] });
}

function blockCount(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK_BYTES);
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** The whole answer to a request; `isLie` says of each message whether its bytes are false. */
function serve(talk: Talk, request: Request, isLie: (offset: number) => boolean): void {
  const sizeBytes = talk.sizeOf(request.segmentId);
  const end = request.lengthBytes === 0 ? sizeBytes : Math.min(sizeBytes, request.startByte + request.lengthBytes);
  for (let offset = request.startByte; offset < end; offset += BLOCK_BYTES) {
    sendPart(talk, request, { offset, end: Math.min(offset + BLOCK_BYTES, end), isLie: isLie(offset) });
  }
}

function sendPart(talk: Talk, request: Request, part: { offset: number; end: number; isLie: boolean }): void {
  const { offset, end } = part;
  const truth = talk.truthOf(request.segmentId);
  const bytes = phantomOf(truth.file, truth.start + offset, truth.start + end);
  const segmentSizeBytes = talk.sizeOf(request.segmentId);
  talk.say({ kind: 'data', requestId: request.requestId, segmentSizeBytes, offset, lengthBytes: end - offset });
  talk.link.send(part.isLie ? falsify(bytes) : bytes);
}

/** Every way to be a bad neighbour that cooperation inside a segment offers. */
export const BLOCK_ATTACKS: Readonly<Record<string, Attack>> = {
  'one false block a segment': talk((own) => {
    claimAll(own);
    const falseBlock = randomInteger(own.random, 8) * BLOCK_BYTES;
    own.onRequest((request) => serve(own, request, (offset) => Math.abs(offset - falseBlock) < BLOCK_BYTES));
  }),
  'nothing but false blocks': talk((own) => {
    claimAll(own);
    own.onRequest((request) => serve(own, request, () => true));
  }),
  'claims all and refuses all': talk((own) => {
    claimAll(own);
    own.onRequest(({ requestId }) => own.say({ kind: 'refuse', requestId, isBusy: own.random.unit() < 0.5 }));
  }),
  'claims blocks and is silent': talk((own) => {
    for (const segmentId of own.segmentIds) {
      const sizeBytes = own.sizeOf(segmentId);
      const held = range(blockCount(sizeBytes));
      own.say({ kind: 'blocks', stream: own.stream, segmentId, sizeBytes, held, coming: { start: 0, end: 0 } });
    }
  }),
  'is for ever fetching everything': talk((own) => {
    const { stream, segmentIds } = own;
    own.say({ kind: 'window', stream, startId: 0, endId: 1000 });
    repeat(own, 1000, () => own.say({ kind: 'holdings', stream, loaded: [], loading: [...segmentIds] }));
    for (const segmentId of segmentIds) {
      const sizeBytes = own.sizeOf(segmentId);
      const coming = { start: 0, end: blockCount(sizeBytes) };
      own.say({ kind: 'blocks', stream, segmentId, sizeBytes, held: [], coming });
    }
  }),
  'blocks of another size each time': talk((own) => {
    const { stream, random } = own;
    repeat(own, 300, (round) => {
      const segmentId = own.segmentIds[round % own.segmentIds.length] ?? 0;
      const sizeBytes = 1 + randomInteger(random, 3_000_000);
      const held = range(blockCount(sizeBytes)).filter(() => random.unit() < 0.5);
      own.say({ kind: 'blocks', stream, segmentId, sizeBytes, held, coming: { start: 0, end: 0 } });
    });
    own.onRequest((request) => serve(own, request, () => false));
  }),
  'blocks that overlap, come twice, or were not asked for': talk((own) => {
    claimAll(own);
    own.onRequest((request) => {
      const sizeBytes = own.sizeOf(request.segmentId);
      for (let i = 0; i < 6; i++) {
        const offset = randomInteger(own.random, sizeBytes);
        sendPart(own, request, { offset, end: Math.min(offset + BLOCK_BYTES, sizeBytes), isLie: true });
      }
      serve(own, request, () => false);
      serve(own, request, () => true);
    });
  }),
  'true blocks that come twice': talk((own) => {
    claimAll(own);
    own.onRequest((request) => {
      serve(own, request, () => false);
      serve(own, request, () => false);
    });
  }),
  'blocks that shrink': talk((own) => {
    const { stream } = own;
    repeat(own, 400, (round) => {
      for (const segmentId of own.segmentIds) {
        const sizeBytes = own.sizeOf(segmentId);
        const held = range(Math.max(0, blockCount(sizeBytes) - (round % 6)));
        own.say({ kind: 'blocks', stream, segmentId, sizeBytes, held, coming: { start: 0, end: 0 } });
      }
    });
    own.onRequest((request) => {
      const end = Math.min(own.sizeOf(request.segmentId), request.startByte + BLOCK_BYTES);
      for (let offset = request.startByte, length = BLOCK_BYTES; offset < end && length > 0; length >>= 1) {
        const next = Math.min(end, offset + length);
        sendPart(own, request, { offset, end: next, isLie: false });
        offset = next;
      }
    });
  }),
  'right size, half of a block, then silence': talk((own) => {
    claimAll(own);
    own.onRequest((request) => {
      const offset = request.startByte;
      const end = Math.min(own.sizeOf(request.segmentId), offset + (BLOCK_BYTES >> 1));
      sendPart(own, request, { offset, end, isLie: false });
    });
  }),
  'another length than it says': talk((own) => {
    claimAll(own);
    own.onRequest(({ requestId, segmentId, startByte }) => {
      const segmentSizeBytes = own.sizeOf(segmentId);
      own.say({ kind: 'data', requestId, segmentSizeBytes, offset: startByte, lengthBytes: 10_000 });
      own.link.send(falsify(phantomOf(0, 0, 30_000)));
    });
  }),
  'another segment size in every answer': talk((own) => {
    claimAll(own);
    own.onRequest(({ requestId, startByte }) => {
      const segmentSizeBytes = randomInteger(own.random, 2 ** 40);
      own.say({ kind: 'data', requestId, segmentSizeBytes, offset: startByte, lengthBytes: 1000 });
      own.link.send(falsify(phantomOf(0, 0, 1000)));
    });
  }),
  'a flood of changes': talk((own) => {
    repeat(own, 100, (round) => {
      for (let i = 0; i < 4; i++) {
        const added = range(500).map((id) => id * 3 + round);
        own.say({ kind: 'change', stream: own.stream, added, removed: range(300), loading: added });
      }
    });
  }),
  'random words of the extension': talk((own) => {
    repeat(own, 50, () => {
      const bytes = Uint8Array.from({ length: 1 + randomInteger(own.random, 30) }, () =>
        randomInteger(own.random, 256),
      );
      bytes[0] = 1 + randomInteger(own.random, 12);
      own.link.send(bytes);
    });
  }),
};
