import type { FullContext } from '../context.ts';
import { el } from '../dom.ts';
import { CHECK, CLOCK } from '../icon-more.ts';
import { buildMessage } from './message.ts';

export function buildLiveWaitingScreen({ words, player, format }: FullContext): HTMLElement {
  const planned = player.state.video?.live?.startsAt ?? [];
  const next = planned.filter((iso) => !Number.isNaN(Date.parse(iso))).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const when =
    next === undefined ? false : el('p', {}, format.fill(words.liveAt, { date: formatDate(next, format.locale) }));
  return buildMessage({ icon: CLOCK, title: words.liveWaiting, part: 'live-waiting', children: [when] });
}

export function buildLiveEndedScreen({ words }: FullContext): HTMLElement {
  return buildMessage({ icon: CHECK, title: words.liveEnded, part: 'live-ended' });
}

/** In the viewer's own zone. */
function formatDate(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
}
