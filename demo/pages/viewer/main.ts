import { createPlayer } from '../../../src/element/create-player.ts';
import type { Player } from '../../../src/player/player.ts';
import type { SegmentSupply } from '../../../src/swarm/supply.ts';
import { createEngine } from './engine.ts';
import { meetOnThisMachine } from './neighbours.ts';
import { readOwnNames } from './own-names.ts';
import { isCommand, type ViewerReport } from './report.ts';

const REPORT_MS = 100;

const query = new URLSearchParams(location.search);
const container = document.querySelector<HTMLElement>('#player')!;
meetOnThisMachine();

const ownNames = readOwnNames();
let watched: SegmentSupply | null = null;
let fromServerBytes = 0;
let fromPeers: Record<string, number> = {};
let toPeers: Record<string, number> = {};
let stalledMs = 0;
let stalledSinceMs: number | null = null;
let hasBegun = false;
let idleReports = 0;

const player = createPlayer(container, {
  source: query.get('src'),
  engine: createEngine(query.get('engine'), watch),
  ...(query.has('tracker') ? { trackerUrls: query.getAll('tracker') } : {}),
  autoplay: true,
  isMuted: true,
  p2p: 'on',
  resume: false,
  countViews: false,
  context: 'webapp',
  hasTitle: false,
  hasInstanceLink: false,
  captionLanguage: null,
});

player.on('stateChanged', ({ state }) => {
  if (state.phase === 'playing') hasBegun = true;
  const isStalled = hasBegun && state.phase === 'buffering' && !state.isSeeking;
  if (isStalled) stalledSinceMs ??= performance.now();
  else if (stalledSinceMs !== null) {
    stalledMs += performance.now() - stalledSinceMs;
    stalledSinceMs = null;
  }
});

addEventListener('message', ({ source, data }) => {
  if (source !== parent || !isCommand(data)) return;
  if (data.quality !== undefined) player.setQuality(data.quality);
  if (data.isSharing !== undefined) player.setSharing(data.isSharing);
});

setInterval(report, REPORT_MS);

function watch(supply: SegmentSupply): void {
  watched = supply;
  supply.on('bytesReceived', ({ from, bytes, peerId }) => {
    if (from === 'http' || peerId === null) fromServerBytes += bytes;
    else fromPeers[peerId] = (fromPeers[peerId] ?? 0) + bytes;
  });
  supply.on('bytesSent', ({ bytes, peerId }) => {
    toPeers[peerId] = (toPeers[peerId] ?? 0) + bytes;
  });
}

function report(): void {
  const isIdle = fromServerBytes === 0 && Object.keys(fromPeers).length === 0 && Object.keys(toPeers).length === 0;
  idleReports = isIdle ? idleReports + 1 : 0;
  if (isIdle && idleReports % 5 !== 0) return;
  parent.postMessage(createReport(player), location.origin);
  fromServerBytes = 0;
  fromPeers = {};
  toPeers = {};
}

function createReport({ state }: Player): ViewerReport {
  const buffered = state.buffered.find(
    ({ startSeconds, endSeconds }) => state.positionSeconds >= startSeconds - 0.2 && state.positionSeconds < endSeconds,
  );
  const now = stalledSinceMs === null ? 0 : performance.now() - stalledSinceMs;
  return {
    kind: 'fleuve-demo-report',
    peerIds: [...ownNames],
    fromServerBytes,
    fromPeersBytes: fromPeers,
    toPeersBytes: toPeers,
    connectedPeers: [...new Set(watched?.stats().peers.map(({ id }) => id) ?? [])],
    phase: state.phase,
    positionSeconds: state.positionSeconds,
    bufferSeconds: buffered ? buffered.endSeconds - state.positionSeconds : 0,
    stalledMs: Math.round(stalledMs + now),
    qualities: state.qualities.map(({ id, label }) => ({ id, label })),
    chosenQualityId: state.chosenQualityId,
    activeQualityLabel: state.qualities.find(({ id }) => id === state.activeQualityId)?.label ?? null,
    sharing: state.sharing.kind === 'off' ? `off: ${state.sharing.reason}` : state.sharing.kind,
    error: state.error?.message ?? null,
  };
}
