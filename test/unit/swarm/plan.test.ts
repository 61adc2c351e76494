import { describe, expect, it } from 'vitest';
import { DEFAULT_SWARM_CONFIG } from '../../../src/swarm/config.ts';
import { hashText } from '../../../src/swarm/election.ts';
import { plan } from '../../../src/swarm/plan.ts';
import type { OriginView, PeerView, Snapshot, TransferView, WantedSegment } from '../../../src/swarm/snapshot.ts';
import { BLOCK_BYTES } from '../../../src/wire/block.ts';

const SIZE = 20 * BLOCK_BYTES;

function wanted(change: Partial<WantedSegment> = {}): WantedSegment {
  return {
    key: 'main-0/5',
    hash: 5,
    sizeBytes: SIZE,
    expectedBytes: SIZE,
    durationMs: 4000,
    deadlineMs: 20_000,
    aheadSeconds: 20,
    isDemanded: false,
    idleMs: 0,
    waitedMs: 0,
    open: [{ start: 0, end: SIZE }],
    transfers: [],
    holders: [],
    coming: [],
    rivalCount: 0,
    isLoadedElsewhere: false,
    rank: 0,
    turn: 0,
    firstHolderId: null,
    isOriginReady: true,
    isBarredToPeers: false,
    ...change,
  };
}

function peer(id: string, change: Partial<PeerView> = {}): PeerView {
  const hash = id.charCodeAt(0) * 7919;
  return {
    id,
    bytesPerMs: 1000,
    activeCount: 0,
    maxRequests: 4,
    isBusy: false,
    honoursRangeEnd: true,
    hash,
    ...change,
  };
}

function transfer(change: Partial<TransferView> = {}): TransferView {
  return {
    id: 1,
    peerId: 'a',
    honoursRangeEnd: true,
    position: 0,
    end: SIZE,
    bytesPerMs: null,
    ageMs: 0,
    silentMs: 0,
    hasStarted: false,
    isPinned: false,
    ...change,
  };
}

/** What a server would send each of us if all asked is what it sends us, unless said. */
type Change = Partial<Omit<Snapshot, 'origin'>> & {
  readonly origin?: Omit<OriginView, 'fairBytesPerMs'> & Partial<Pick<OriginView, 'fairBytesPerMs'>>;
};

function snapshot(segments: WantedSegment[], { origin, ...change }: Change = {}): Snapshot {
  const server = origin ?? { bytesPerMs: 2000, latencyMs: 50, isResting: false, activeCount: 0 };
  return {
    nowMs: 0,
    wanted: segments,
    peers: [],
    origin: { fairBytesPerMs: server.bytesPerMs, ...server },
    mesh: 'open',
    settledMs: 60_000,
    otherCount: null,
    isStarving: false,
    starvedMs: 0,
    isStarting: false,
    ownHash: 12_345,
    uplinkBytesPerMs: null,
    ...change,
  };
}

const decide = (segments: WantedSegment[], change: Change = {}) =>
  plan(snapshot(segments, change), DEFAULT_SWARM_CONFIG).actions;

const whole = { start: 0, end: SIZE };

describe('plan', () => {
  it('asks a peer that holds a segment, and no server', () => {
    const segment = wanted({ holders: [{ peer: 0, ranges: null }] });
    expect(decide([segment], { peers: [peer('a')] })).toEqual([
      { kind: 'request', key: 'main-0/5', peerId: 'a', range: whole },
    ]);
  });

  it('prefers the fast peer to the slow and the busy', () => {
    const holders = [0, 1, 2].map((index) => ({ peer: index, ranges: null }));
    const peers = [peer('a', { bytesPerMs: 5000, isBusy: true }), peer('b', { bytesPerMs: 100 }), peer('c')];
    const [first] = decide([wanted({ holders })], { peers });
    expect(first).toMatchObject({ kind: 'request', peerId: 'c' });
  });

  it('gives a peer no more than it can send in time', () => {
    const segment = wanted({ deadlineMs: 6000, holders: [{ peer: 0, ranges: null }] });
    const [first] = decide([segment], { peers: [peer('a', { bytesPerMs: 100 })] });
    expect(first).toMatchObject({ kind: 'request', range: { start: 0, end: 9 * BLOCK_BYTES } });
  });

  describe('where nobody holds a segment', () => {
    it.each([
      ['fetches it for all when it is elected', { rank: 0 }, 1],
      ['leaves it to the elected one', { rank: 1 }, 0],
      ['steps in when the elected one is not heard of', { rank: 1, aheadSeconds: 12, waitedMs: 2000 }, 1],
      ['waits while a neighbour fetches it', { isLoadedElsewhere: true }, 0],
      ['fetches it itself when the deadline is near', { isLoadedElsewhere: true, rank: 3, deadlineMs: 1500 }, 1],
      ['fetches nothing that is far ahead', { aheadSeconds: 40, deadlineMs: 40_000 }, 0],
      ['asks no server that failed a moment ago', { isOriginReady: false, deadlineMs: 0 }, 0],
    ])('%s', (_, change, count) => {
      expect(decide([wanted(change)]).filter(({ kind }) => kind === 'fetch')).toHaveLength(count);
    });

    it.each([
      ['off', { isDemanded: false }, 0],
      ['off', { isDemanded: true }, 1],
      ['forming', { isDemanded: true }, 0],
      ['forming', { isDemanded: true, deadlineMs: 1800 }, 0],
      ['forming', { isDemanded: true, deadlineMs: 1000 }, 1],
      ['alone', { isDemanded: false, aheadSeconds: 29 }, 1],
      ['alone', { isDemanded: false, aheadSeconds: 31, deadlineMs: 31_000 }, 0],
    ] as const)('with the mesh %s and %o asks a server %i times', (mesh, change, count) => {
      expect(decide([wanted(change)], { mesh })).toHaveLength(count);
    });
  });

  it('waits with its elections until those who start together have heard of one another', () => {
    const segment = wanted({ isDemanded: true, deadlineMs: 3000 });
    expect(decide([segment], { settledMs: 0 })).toEqual([]);
    expect(decide([segment])).toHaveLength(1);
    expect(decide([{ ...segment, deadlineMs: 1000 }], { settledMs: 0 })).toHaveLength(1);
    const second = { ...segment, deadlineMs: 10_000, aheadSeconds: 10, waitedMs: 5000, rank: 1 };
    expect(decide([second], { settledMs: 100 })).toEqual([]);
    expect(decide([second], { settledMs: 1000 })).toHaveLength(1);
  });

  it('leaves a weak server less time while it may meet others any moment', () => {
    const weak = { bytesPerMs: SIZE / 4000, latencyMs: 50, isResting: false, activeCount: 0 };
    const segment = wanted({ isDemanded: true, deadlineMs: 5000 });
    expect(decide([segment], { mesh: 'forming', origin: weak })).toHaveLength(1);
    expect(decide([segment], { mesh: 'forming', origin: { ...weak, bytesPerMs: null } })).toEqual([]);
  });

  describe('where few hold what has time', () => {
    const holders = [0, 1].map((index) => ({ peer: index, ranges: null }));
    const peers = [peer('a'), peer('b')];

    it('lets as many take it as there are, so that nobody sends it to all', () => {
      const asked = [0, 1, 2, 3].map((turn) => decide([wanted({ holders, turn })], { peers }).length);
      expect(asked).toEqual([1, 1, 0, 0]);
    });

    it('waits for nobody when the time comes', () => {
      expect(decide([wanted({ holders, turn: 3, deadlineMs: 12_000 })], { peers })).toHaveLength(1);
    });

    it('asks one as readily as another where each is fast enough', () => {
      const both = [peer('a', { bytesPerMs: 4000 }), peer('b', { bytesPerMs: 1000 })];
      const asked = [1, 2, 3, 4, 5, 6].map((hash) => {
        const [first] = decide([wanted({ holders, hash, deadlineMs: 60_000 })], { peers: both });
        return first?.kind === 'request' ? first.peerId : null;
      });
      expect(new Set(asked)).toEqual(new Set(['a', 'b']));
    });

    it('spares whoever held it first, unless nobody else is half as quick', () => {
      const askedWhere = (bytesPerMs: number) =>
        [1, 2, 3, 4, 5, 6].map((hash) => {
          const segment = wanted({ holders, hash, deadlineMs: 60_000, firstHolderId: 'a' });
          return decide([segment], { peers: [peer('a'), peer('b', { bytesPerMs })] })[0];
        });
      for (const action of askedWhere(1000)) expect(action).toMatchObject({ kind: 'request', peerId: 'b' });
      for (const action of askedWhere(20)) expect(action).toMatchObject({ kind: 'request', peerId: 'a' });
    });
  });

  it('fetches one segment ahead at a time', () => {
    const segments = [5, 6, 7].map((id) => wanted({ key: `main-0/${id}` }));
    expect(decide(segments, { mesh: 'alone' })).toHaveLength(1);
  });

  it('spares a server that rests, but for what playback waits for', () => {
    const origin = { bytesPerMs: 2000, latencyMs: 50, isResting: true, activeCount: 0 };
    expect(decide([wanted({ deadlineMs: 0 })], { origin })).toEqual([]);
    expect(decide([wanted({ deadlineMs: 0, isDemanded: true })], { origin })).toHaveLength(1);
  });

  it('lets a server race slow peers where playback waits', () => {
    const segment = wanted({ isDemanded: true, deadlineMs: 0, holders: [{ peer: 0, ranges: null }] });
    const actions = decide([segment], { peers: [peer('a', { bytesPerMs: 250 })], isStarving: true });
    expect(actions.map(({ kind }) => kind)).toEqual(['fetch', 'request']);
    expect(actions[0]).toMatchObject({ range: { start: 0, end: 18 * BLOCK_BYTES } });
    expect(actions[1]).toMatchObject({ range: { start: 18 * BLOCK_BYTES } });
  });

  describe('where playback waits for a peer in silence', () => {
    const waits = wanted({ isDemanded: true, deadlineMs: 0, open: [], transfers: [transfer({ silentMs: 600 })] });
    const holders = ['a', 'b'].map((_, index) => ({ peer: index, ranges: null }));

    it('turns to another that holds the same and has a place free', () => {
      const actions = decide([{ ...waits, holders }], { peers: [peer('a'), peer('b')], isStarving: true });
      expect(actions).toContainEqual({ kind: 'cancel', transferId: 1, isPeerSilent: false });
    });

    it('waits longer where nobody else could send it', () => {
      const peers = [peer('a'), peer('b', { isBusy: true })];
      const actions = decide([{ ...waits, holders }], { peers, isStarving: true });
      expect(actions.filter(({ kind }) => kind === 'cancel')).toEqual([]);
    });
  });

  describe('in a crowd before a server that is too weak for all', () => {
    const crowd = {
      isStarving: true,
      otherCount: 200,
      peers: [peer('a')],
      origin: { bytesPerMs: 20, latencyMs: 50, isResting: false, activeCount: 1 },
    };
    const fetching = wanted({
      isDemanded: true,
      deadlineMs: 0,
      open: [],
      transfers: [transfer({ peerId: null, hasStarted: true, bytesPerMs: 20 })],
    });
    const cancels = (change: Change, segment = fetching) =>
      decide([segment], { ...crowd, ...change }).filter(({ kind }) => kind === 'cancel').length;
    const countLeaving = (change: Change = {}, segment = fetching) =>
      Array.from({ length: 1000 }, (_, i) => cancels({ ...change, ownHash: hashText(`viewer ${i}`) }, segment)).reduce(
        (sum, count) => sum + count,
        0,
      );

    it('leaves it to a few, each by a draw of its own', () => {
      // 1.2 s at 20 B/ms are 3.8 % of the segment: so many go on.
      expect(countLeaving()).toBeGreaterThan(945);
      expect(countLeaving()).toBeLessThan(980);
    });

    it('leaves it to those who send fast more often than to others, and hardly to slow ones', () => {
      expect(countLeaving({ uplinkBytesPerMs: 3000 })).toBeLessThan(880);
      expect(countLeaving({ uplinkBytesPerMs: 3000 })).toBeGreaterThan(800);
      expect(countLeaving({ uplinkBytesPerMs: 12_000 })).toBeLessThan(450);
      expect(countLeaving({ uplinkBytesPerMs: 40 })).toBeGreaterThan(990);
    });

    it('does not take it for strong because few ask it now', () => {
      const origin = { ...crowd.origin, bytesPerMs: 2000, fairBytesPerMs: 20 };
      expect(countLeaving({ origin })).toBeGreaterThan(945);
    });

    it('asks for one segment after the other, the next as soon as a neighbour holds the one before', () => {
      const weak = {
        ...crowd,
        isStarving: false,
        isStarting: false,
        origin: { ...crowd.origin, bytesPerMs: 190, activeCount: 0 },
      };
      const next = wanted({ key: 'main-0/5', deadlineMs: 5000, aheadSeconds: 5 });
      const later = wanted({ key: 'main-0/6', hash: 6, deadlineMs: 9000, aheadSeconds: 9 });
      const whole = { ...next, holders: [{ peer: 0, ranges: null }] };
      const fetched = (segments: WantedSegment[], change: Change = {}) =>
        decide(segments, { ...weak, ...change }).flatMap((action) => (action.kind === 'fetch' ? [action.key] : []));
      expect(fetched([later])).toEqual(['main-0/6']);
      expect(fetched([{ ...next, isOriginReady: false }, later])).toEqual([]);
      expect(fetched([whole, later])).toEqual(['main-0/6']);
      expect(fetched([{ ...next, isOriginReady: false }, later], { otherCount: 11 })).toEqual(['main-0/6']);
    });

    it('asks a server that is quick for one of few for what the crowd lacks next before anything else', () => {
      const quick = { ...crowd, isStarving: false, origin: { ...crowd.origin, bytesPerMs: 2000, activeCount: 0 } };
      const next = wanted({ key: 'main-0/5', deadlineMs: 5000, aheadSeconds: 5, isOriginReady: false });
      const later = wanted({ key: 'main-0/6', hash: 6, deadlineMs: 9000, aheadSeconds: 9 });
      const fetched = (first: Partial<WantedSegment>) =>
        decide([{ ...next, ...first }, later], quick).filter(({ kind }) => kind === 'fetch').length;
      expect(fetched({})).toBe(0);
      expect(fetched({ deadlineMs: 8500 })).toBe(1);
      expect(fetched({ holders: [{ peer: 0, ranges: null }] })).toBe(1);
    });

    it('takes its turn when nothing comes', () => {
      expect(countLeaving({ starvedMs: 30_000 }, { ...fetching, idleMs: 30_000 })).toBe(0);
      // It was in sight for long, and nobody has waited for it yet.
      expect(countLeaving({ isStarving: false }, { ...fetching, idleMs: 30_000 })).toBeGreaterThan(945);
    });

    it.each([
      ['where few watch', { otherCount: 11 }],
      ['where no tracker has said how many there are', { otherCount: null }],
      ['where the server can do it', { origin: { ...crowd.origin, bytesPerMs: 200 } }],
      ['while the server was not measured', { origin: { ...crowd.origin, bytesPerMs: null } }],
      ['without neighbours', { mesh: 'alone' as const, peers: [] }],
    ])('goes on %s', (_, change) => {
      expect(countLeaving(change)).toBe(0);
    });
  });

  it('needs no server where peers are fast', () => {
    const segment = wanted({ isDemanded: true, deadlineMs: 0, holders: [{ peer: 0, ranges: null }] });
    const actions = decide([segment], { peers: [peer('a', { bytesPerMs: 5000 })], isStarving: true });
    expect(actions.filter(({ kind }) => kind === 'fetch')).toEqual([]);
  });

  it('asks neighbours for the blocks that they hold, and a server for what nobody has', () => {
    const segment = wanted({
      isDemanded: true,
      deadlineMs: 0,
      rivalCount: 0,
      holders: [
        { peer: 0, ranges: [{ start: 0, end: 4 * BLOCK_BYTES }] },
        { peer: 1, ranges: [{ start: 4 * BLOCK_BYTES, end: 8 * BLOCK_BYTES }] },
      ],
      coming: [{ start: 8 * BLOCK_BYTES, end: 10 * BLOCK_BYTES }],
    });
    const actions = decide([segment], { peers: [peer('a'), peer('b')], isStarving: true });
    expect(actions).toContainEqual({
      kind: 'request',
      key: 'main-0/5',
      peerId: 'a',
      range: { start: 0, end: 4 * BLOCK_BYTES },
    });
    expect(actions.find(({ kind }) => kind === 'fetch')).toMatchObject({
      range: { start: 10 * BLOCK_BYTES, end: SIZE },
    });
  });

  it('begins a segment that others begin too at a block of its own', () => {
    const starts = [1, 2, 3, 4, 5, 6].map((ownHash) => {
      const [action] = decide([wanted({ isDemanded: true, deadlineMs: 0 })], {
        mesh: 'forming',
        isStarving: true,
        ownHash: ownHash * 0x9e3779b1,
      });
      return action?.kind === 'fetch' ? action.range.start : -1;
    });
    expect(new Set(starts).size).toBeGreaterThan(3);
    expect(starts.every((start) => start >= 0 && start % BLOCK_BYTES === 0)).toBe(true);
  });

  it('ends its own transfer where a neighbour fetches what follows', () => {
    const segment = wanted({
      open: [],
      transfers: [transfer({ peerId: null, hasStarted: true, position: 10, bytesPerMs: 1000 })],
      coming: [{ start: 6 * BLOCK_BYTES, end: SIZE }],
      deadlineMs: 2000,
    });
    expect(decide([segment])).toContainEqual({ kind: 'shorten', transferId: 1, end: 6 * BLOCK_BYTES, isTold: false });
  });

  it('gives up a peer that has been silent too long', () => {
    const segment = wanted({ open: [], transfers: [transfer({ silentMs: 4000 })] });
    expect(decide([segment])).toEqual([{ kind: 'cancel', transferId: 1, isPeerSilent: true }]);
    expect(decide([wanted({ open: [], transfers: [transfer({ silentMs: 3900 })] })])).toEqual([]);
  });

  it('asks a server at once for all that would come too late, and lets nothing cut that short', () => {
    const segment = wanted({
      open: [],
      isDemanded: true,
      deadlineMs: 1200,
      transfers: [transfer({ hasStarted: true, bytesPerMs: 100, position: BLOCK_BYTES })],
    });
    expect(decide([{ ...segment, deadlineMs: 5000 }])).not.toContainEqual(expect.objectContaining({ isPinned: true }));
    const actions = decide([segment]);
    expect(actions).toEqual([
      { kind: 'cancel', transferId: 1, isPeerSilent: false },
      { kind: 'fetch', key: 'main-0/5', range: { start: BLOCK_BYTES, end: SIZE }, isUrgent: true, isPinned: true },
    ]);
    const pinned = transfer({ peerId: null, isPinned: true, hasStarted: true, bytesPerMs: 50 });
    const coming = [{ start: 6 * BLOCK_BYTES, end: SIZE }];
    expect(decide([{ ...segment, transfers: [pinned], coming }])).toEqual([]);
  });

  describe('before the first picture', () => {
    const start = { isStarving: true, isStarting: true } as const;
    const first = wanted({ isDemanded: true, deadlineMs: 0, waitedMs: 2000 });
    const second = wanted({ key: 'main-0/6', deadlineMs: 4000 });

    it('lets viewers who start together go on with the parts that they chose', () => {
      const fetching = transfer({ peerId: null, hasStarted: true, bytesPerMs: 100, position: BLOCK_BYTES, end: SIZE });
      expect(decide([{ ...first, open: [], transfers: [fetching], rivalCount: 3 }], start)).toEqual([]);
    });

    it('asks no server for what comes after', () => {
      const fetches = decide([first, second], start).filter(({ kind }) => kind === 'fetch');
      expect(fetches).toMatchObject([{ key: first.key }]);
    });
  });

  describe('where one could not hand a segment on in time', () => {
    const crowd = { peers: ['a', 'b', 'c'].map((id) => peer(id, { bytesPerMs: 100 })) };
    const partOf = (rank: number) => decide([wanted({ deadlineMs: 6000, rivalCount: 3, rank })], crowd);

    it('lets half of the neighbours fetch a part of it each, so that together they fetch it once', () => {
      const ranges = [0, 1, 2, 3].flatMap((rank) => partOf(rank)).flatMap((one) => ('range' in one ? [one.range] : []));
      expect(ranges).toHaveLength(2);
      expect(ranges[1]).toEqual({ start: ranges[0]?.end, end: SIZE });
      expect(ranges[0]?.start).toBe(0);
    });

    it('leaves it to one where neighbours are fast', () => {
      const peers = crowd.peers.map((one) => ({ ...one, bytesPerMs: 10_000 }));
      const segment = wanted({ deadlineMs: 6000, rivalCount: 3, rank: 1 });
      expect(decide([segment], { peers })).toEqual([]);
      expect(decide([{ ...segment, rank: 0 }], { peers })).toMatchObject([{ kind: 'fetch', range: { end: SIZE } }]);
    });
  });

  it('asks a server that is too weak for all for nothing that neighbours are fetching', () => {
    const segment = wanted({
      isDemanded: true,
      deadlineMs: 1000,
      rivalCount: 3,
      rank: 20,
      coming: [whole],
      idleMs: 500,
    });
    const weak = { bytesPerMs: SIZE / 5000, latencyMs: 50, isResting: false, activeCount: 0 };
    expect(decide([segment], { origin: weak })).toEqual([]);
    expect(decide([segment])).toMatchObject([{ kind: 'fetch' }]);
  });

  it('leaves what is late to peers where the server is weaker than the film', () => {
    const segment = wanted({
      open: [],
      isDemanded: true,
      deadlineMs: 2000,
      transfers: [transfer({ hasStarted: true, bytesPerMs: 100, position: BLOCK_BYTES })],
    });
    const origin = { bytesPerMs: SIZE / 5000, latencyMs: 50, isResting: false, activeCount: 0 };
    expect(decide([segment], { origin }).filter(({ kind }) => kind === 'cancel')).toEqual([]);
  });

  describe('where the server is weak and a slow peer sends what playback waits for', () => {
    const origin = { bytesPerMs: 10, latencyMs: 50, isResting: false, activeCount: 0 };
    const holders = [0, 1].map((index) => ({ peer: index, ranges: null }));
    const slow = { hasStarted: true, bytesPerMs: 50, ageMs: 500 };
    const late = wanted({ isDemanded: true, deadlineMs: 0, open: [], holders });
    const choose = (change: Partial<TransferView>, other: Partial<PeerView> = {}) => {
      const peers = [peer('a', { bytesPerMs: 50, activeCount: 1 }), peer('b', other)];
      const transfers = [transfer({ ...slow, ...change })];
      return decide([{ ...late, transfers }], { origin, peers, isStarving: true });
    };

    it('gives most of it to a faster one', () => {
      const actions = choose({});
      expect(actions[0]).toMatchObject({ kind: 'request', peerId: 'b', range: { start: 2 * BLOCK_BYTES } });
      expect(actions.at(-1)).toEqual({ kind: 'shorten', transferId: 1, end: 2 * BLOCK_BYTES, isTold: false });
    });

    it('hands a small rest over whole', () => {
      const range = { start: SIZE - 2 * BLOCK_BYTES, end: SIZE };
      expect(choose({ position: range.start })).toEqual([
        { kind: 'cancel', transferId: 1, isPeerSilent: false },
        { kind: 'request', key: 'main-0/5', peerId: 'b', range },
      ]);
    });

    it('leaves a small rest where nobody is faster', () => {
      expect(choose({ position: SIZE - 2 * BLOCK_BYTES }, { bytesPerMs: 60 })).toEqual([]);
    });

    it('counts what the peer has to send before it', () => {
      const peers = [peer('a', { bytesPerMs: 50, activeCount: 2 }), peer('b')];
      const half = SIZE / 2;
      const transfers = [
        transfer({ ...slow, id: 1, position: half - BLOCK_BYTES, end: half }),
        transfer({ id: 2, position: half, silentMs: 30 }),
      ];
      const actions = decide([{ ...late, transfers }], { origin, peers, isStarving: true });
      expect(actions.at(-1)).toMatchObject({ kind: 'shorten', transferId: 2 });
    });
  });

  it('asks one source alone while the size is not known', () => {
    const segment = wanted({
      sizeBytes: null,
      isDemanded: true,
      deadlineMs: 0,
      open: [{ start: 0, end: Number.POSITIVE_INFINITY }],
      holders: [{ peer: 0, ranges: null }],
    });
    expect(decide([segment], { peers: [peer('a')], isStarving: true })).toHaveLength(1);
    const calm = { ...segment, deadlineMs: 20_000, isDemanded: false };
    expect(decide([calm], { peers: [peer('a')] })).toMatchObject([{ kind: 'request', peerId: 'a' }]);
  });

  it('asks a peer that cannot stop for the end of a segment only', () => {
    const stock = peer('w', { honoursRangeEnd: false, maxRequests: 1, bytesPerMs: 500 });
    const segment = wanted({ isDemanded: true, deadlineMs: 0, holders: [{ peer: 0, ranges: null }] });
    const actions = decide([segment], { peers: [stock], isStarving: true });
    expect(actions.find(({ kind }) => kind === 'request')).toMatchObject({ range: { end: SIZE } });
  });

  it('asks no peer for a segment whose bytes from peers were wrong', () => {
    const segment = wanted({ isBarredToPeers: true, holders: [{ peer: 0, ranges: null }] });
    expect(decide([segment], { peers: [peer('a')] })).toMatchObject([{ kind: 'fetch' }]);
  });
});
