import type { FullContext } from '../context.ts';
import { el } from '../dom.ts';
import { CHECK, CLOCK } from '../icon-more.ts';
import { buildMessage } from './message.ts';

export function buildLiveWaitingScreen({ words, player, format }: FullContext): HTMLElement {
  const planned = (player.state.video?.live?.startsAt ?? []).map(Date.parse).filter(Number.isFinite);
  // In the viewer's own zone.
  const { format: write } = new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeStyle: 'short' });
  return buildMessage({
    icon: CLOCK,
    title: words.liveWaiting,
    part: 'live-waiting',
    children: [planned.length > 0 && el('p', {}, format.fill(words.liveAt, { date: write(Math.min(...planned)) }))],
  });
}

export function buildLiveEndedScreen({ words }: FullContext): HTMLElement {
  return buildMessage({ icon: CHECK, title: words.liveEnded, part: 'live-ended' });
}
