import type { PeerStats, SupplyStats } from '../../swarm/supply.ts';
import type { FullContext } from '../context.ts';
import { el, svg } from '../dom.ts';
import type { Panel } from '../panels.ts';
import { describeFlow } from '../rates.ts';
import { buildDialog, buildFacts, showFacts } from './dialog.ts';

/** In a picture of 320 by 200. */
const YOU = { x: 160, y: 104 };
const SERVER = { x: 160, y: 26 };
/** More would be a crowd of dots; the list below names the same ones. */
const SHOWN_PEERS = 12;

/** Who sends what to whom, as a picture and, for those who do not see it, as a list. */
export function createSwarmPicture(context: FullContext, signal: AbortSignal): Panel {
  const { words, watch } = context;
  const picture = svg('svg', { viewBox: '0 0 320 200', class: 'swarm-picture', 'aria-hidden': 'true' });
  const list = el('div');
  let before: SupplyStats | null = null;
  watch(
    ({ supply }) => supply,
    (supply) => {
      picture.replaceChildren(...drawSwarm(context, supply, before));
      list.replaceChildren(describeSwarm(context, supply));
      before = supply;
    },
    signal,
  );
  const element = buildDialog(context, words.swarm, picture, list);
  return { element };
}

function drawSwarm({ words }: FullContext, supply: SupplyStats | null, before: SupplyStats | null): Node[] {
  const peers = (supply?.peers ?? []).slice(0, SHOWN_PEERS);
  const places = peers.map((_, i) => {
    // Around the lower three quarters: the top belongs to the server.
    const angle = Math.PI * (-0.12 + (1.24 * (i + 0.5)) / peers.length);
    return { x: YOU.x - 128 * Math.cos(angle), y: YOU.y + 74 * Math.sin(angle) };
  });
  const isFromServer = supply !== null && supply.httpBytes > (before?.httpBytes ?? Number.POSITIVE_INFINITY);
  return [
    svg('path', { d: curve(SERVER, YOU), class: isFromServer && 'moves http' }),
    ...peers.map((peer, i) => svg('path', { d: curve(places[i] ?? YOU, YOU), class: flowOf(peer, before) })),
    svg('circle', { cx: SERVER.x, cy: SERVER.y, r: 11, class: 'node server' }),
    svg('text', { x: SERVER.x + 40, y: SERVER.y + 4 }, words.server),
    ...places.map(({ x, y }) => svg('circle', { cx: x, cy: y, r: 8, class: 'node' })),
    svg('circle', { cx: YOU.x, cy: YOU.y, r: 13, class: 'node you' }),
    svg('text', { x: YOU.x + 34, y: YOU.y - 12 }, words.you),
  ];
}

type Place = { readonly x: number; readonly y: number };

function curve(from: Place, to: Place): string {
  const bend = (to.x - from.x) * 0.35;
  return `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

function flowOf(peer: PeerStats, before: SupplyStats | null): string | false {
  const old = before?.peers.find(({ id }) => id === peer.id);
  if (old === undefined) return false;
  if (peer.receivedBytes > old.receivedBytes) return 'moves';
  return peer.sentBytes > old.sentBytes && 'moves out';
}

function describeSwarm({ words, format }: FullContext, supply: SupplyStats | null): HTMLElement {
  const list = buildFacts();
  const peers = (supply?.peers ?? []).slice(0, SHOWN_PEERS);
  showFacts(list, [
    [words.server, `↓ ${format.bytes(supply?.httpBytes ?? 0)}`],
    ...peers.map(
      ({ receivedBytes, sentBytes }, i) =>
        [`#${format.number(i + 1)}`, describeFlow(format.bytes(receivedBytes), format.bytes(sentBytes))] as const,
    ),
  ]);
  return list;
}
