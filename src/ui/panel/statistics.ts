import type { FullContext } from '../context.ts';
import type { Panel } from '../panels.ts';
import { createRateMeter, describeFlow } from '../rates.ts';
import { buildDialog, buildFacts, type Fact, showFacts } from './dialog.ts';

const REFRESH_MS = 500;

/** What the player knows of itself, twice a second. */
export function createStatistics(context: FullContext, signal: AbortSignal): Panel {
  const meter = createRateMeter();
  const list = buildFacts();
  list.classList.add('stats');
  const update = () => showFacts(list, describeAll(context, meter));
  update();
  const timer = setInterval(update, REFRESH_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
  return { element: buildDialog(context, context.words.stats, list) };
}

function describeAll(context: FullContext, meter: ReturnType<typeof createRateMeter>): readonly Fact[] {
  const { words, format, frame, player } = context;
  const { media, state } = player;
  const { httpBytes = 0, peerBytes = 0, uploadedBytes = 0 } = state.supply ?? {};
  const quality = state.qualities.find(({ id }) => id === state.activeQualityId);
  const kind = state.video?.media[0]?.kind;
  const rates = meter.add(state.supply);
  const size = (width: number, height: number, more = '') => `${width} × ${height} ${more}`;
  return [
    [words.mode, kind ? { hls: 'HLS', file: 'HTTP', torrent: 'BitTorrent' }[kind] : ''],
    ['P2P', state.sharing.kind === 'on' ? words.yes : words.no],
    ['ID', state.video?.id ?? ''],
    [words.viewport, size(frame.clientWidth, frame.clientHeight, `(${format.factor(devicePixelRatio)})`)],
    [words.dropped, describeFrames(context)],
    [words.resolution, media.videoWidth > 0 ? size(media.videoWidth, media.videoHeight, quality?.label) : ''],
    ['Codecs', [quality?.videoCodec, quality?.audioCodec].filter(Boolean).join(' / ')],
    [words.colour, quality?.videoRange ?? ''],
    [words.volume, format.percent(state.volume) + (state.isMuted ? ` (${words.muted})` : '')],
    [words.connection, describeConnection(context)],
    [words.activity, describeFlow(format.rate(rates.downBytesPerSecond), format.rate(rates.upBytesPerSecond))],
    [words.transferred, describeFlow(format.bytes(httpBytes + peerBytes), format.bytes(uploadedBytes))],
    [words.fromServers, format.bytes(httpBytes)],
    [words.fromViewers, format.bytes(peerBytes)],
    [words.buffer, describeBuffer(context)],
    [words.latency, describeLatency(context)],
  ];
}

function describeFrames({ player, format }: FullContext): string {
  const frames = player.media.getVideoPlaybackQuality?.();
  return frames ? `${format.number(frames.droppedVideoFrames)} / ${format.number(frames.totalVideoFrames)}` : '';
}

/** Network Information API, in megabits per second: Chromium only, and rounded by it. */
function describeConnection({ format }: FullContext): string {
  const { connection } = navigator as Navigator & { connection?: { downlink?: number } };
  return connection?.downlink ? format.rate((connection.downlink * 1e6) / 8) : '';
}

function describeBuffer({ player, format }: FullContext): string {
  const { buffered, positionSeconds } = player.state;
  const around = buffered.find((range) => range.startSeconds <= positionSeconds && positionSeconds <= range.endSeconds);
  return format.seconds(around ? around.endSeconds - positionSeconds : 0);
}

function describeLatency({ player, format }: FullContext): string {
  const { isLive, seekable, positionSeconds } = player.state;
  return isLive && seekable !== null ? format.seconds(Math.max(0, seekable.endSeconds - positionSeconds)) : '';
}
