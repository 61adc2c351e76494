import type { FullContext } from '../context.ts';
import type { Panel } from '../panels.ts';
import { createRateMeter } from '../rates.ts';
import { buildDialog, createFacts } from './dialog.ts';

const REFRESH_MS = 500;

type Row = readonly [name: string, value: () => string];

/** What the player knows of itself, twice a second. */
export function createStatistics(context: FullContext, signal: AbortSignal): Panel {
  const { words } = context;
  const meter = createRateMeter();
  const rows = describeRows(context, meter);
  const facts = createFacts(rows.map(([name]) => name));
  facts.element.classList.add('stats');
  const update = () => facts.set(rows.map(([, value]) => value()));
  update();
  const timer = setInterval(update, REFRESH_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
  const element = buildDialog(context, words.stats, facts.element);
  element.classList.add('wide');
  return { element };
}

function describeRows(context: FullContext, meter: ReturnType<typeof createRateMeter>): readonly Row[] {
  const { words, format, player, frame } = context;
  const { media } = player;
  const supply = () => player.state.supply;
  const quality = () => player.state.qualities.find(({ id }) => id === player.state.activeQualityId);
  const arrows = (down: string, up: string) => `↓ ${down}  ↑ ${up}`;
  return [
    [words.mode, () => describeMode(context)],
    ['P2P', () => (player.state.sharing.kind === 'on' ? words.yes : words.no)],
    ['ID', () => player.state.video?.id ?? ''],
    [words.viewport, () => `${frame.clientWidth} × ${frame.clientHeight} (${format.factor(devicePixelRatio)})`],
    [words.dropped, () => describeFrames(context)],
    [
      words.resolution,
      () => (media.videoWidth > 0 ? `${media.videoWidth} × ${media.videoHeight} ${quality()?.label ?? ''}` : ''),
    ],
    ['Codecs', () => [quality()?.videoCodec, quality()?.audioCodec].filter(Boolean).join(' / ')],
    [words.colour, () => quality()?.videoRange ?? ''],
    [words.volume, () => format.percent(player.state.volume) + (player.state.isMuted ? ` (${words.muted})` : '')],
    [words.connection, () => describeConnection(context)],
    [
      words.activity,
      () => {
        const { downBytesPerSecond, upBytesPerSecond } = meter.add(supply());
        return arrows(format.rate(downBytesPerSecond), format.rate(upBytesPerSecond));
      },
    ],
    [
      words.transferred,
      () =>
        arrows(
          format.bytes((supply()?.httpBytes ?? 0) + (supply()?.peerBytes ?? 0)),
          format.bytes(supply()?.uploadedBytes ?? 0),
        ),
    ],
    [words.fromServers, () => format.bytes(supply()?.httpBytes ?? 0)],
    [words.fromViewers, () => format.bytes(supply()?.peerBytes ?? 0)],
    [words.buffer, () => describeBuffer(context)],
    [words.latency, () => describeLatency(context)],
  ];
}

function describeMode({ player }: FullContext): string {
  const kind = player.state.video?.media[0]?.kind;
  return kind === undefined ? '' : { hls: 'HLS', file: 'HTTP', torrent: 'BitTorrent' }[kind];
}

function describeFrames({ player, format }: FullContext): string {
  const frames = player.media.getVideoPlaybackQuality?.();
  return frames === undefined
    ? ''
    : `${format.number(frames.droppedVideoFrames)} / ${format.number(frames.totalVideoFrames)}`;
}

/** Network Information API, in megabits per second: Chromium only, and rounded by it. */
function describeConnection({ format }: FullContext): string {
  const { connection } = navigator as Navigator & { connection?: { downlink?: number } };
  return connection?.downlink === undefined ? '' : format.rate((connection.downlink * 1e6) / 8);
}

function describeBuffer({ player, format }: FullContext): string {
  const { buffered, positionSeconds } = player.state;
  const around = buffered.find((range) => range.startSeconds <= positionSeconds && positionSeconds <= range.endSeconds);
  return format.seconds(around === undefined ? 0 : around.endSeconds - positionSeconds);
}

function describeLatency({ player, format }: FullContext): string {
  const { isLive, seekable, positionSeconds } = player.state;
  return isLive && seekable !== null ? format.seconds(Math.max(0, seekable.endSeconds - positionSeconds)) : '';
}
