import type { PlayerState } from '../../player/state.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import type { MoreKey } from '../text/en-more.ts';
import type { AllWords } from '../text/words.ts';
import { buildMessage } from './message.ts';

/** Sentences and the codes of every folder that they stand for. */
const CODES: readonly (readonly [MoreKey, RegExp])[] = [
  ['errorNetwork', /network|timeout|http-status|unreachable|server-error|origin-down/],
  ['errorLater', /rate-limited|not-ready/],
  ['errorMissing', /not-found/],
  ['errorPrivate', /needs-login|forbidden/],
  ['errorEmbed', /embed-refused/],
  ['errorLink', /unrecognised|needs-instance|invalid-answer|empty-playlist/],
  ['errorBrowser', /no-media-source|unsupported-media/],
  ['errorMedia', /playlist-invalid|media-undecodable/],
];

/** What happened and what to do next. */
export function buildErrorScreen(context: FullContext): HTMLElement {
  const { words, player, format } = context;
  const sentence = words[sentenceOf(player.state.error?.code ?? '')];
  // The first sentence is the title, the rest the advice.
  const [, title = sentence, advice] = /^(.*?[.。])\s*(.+)/.exec(sentence) ?? [];
  const page = context.actions.pageLink(player.state.positionSeconds) ?? refusedPage(player.state);
  const retry = createTextButton(words.retry, () => player.retry(), true);
  const name = player.state.video?.instance?.name || (page && new URL(page).host) || '';
  const label = format.fill(words.watchOn, { name });
  const link = page && el('a', { class: 'text-button', href: page, target: '_blank', rel: 'noopener' }, label);
  return buildMessage({
    icon: 'alert',
    title,
    part: 'error',
    children: [advice && el('p', {}, advice), el('div', { class: 'actions' }, retry, link)],
  });
}

/** A film that may not be shown here is not known to the player; its refusal says where it is. */
export function refusedPage({ error }: PlayerState): string | null {
  const pageUrl = error?.context.pageUrl;
  return typeof pageUrl === 'string' ? pageUrl : null;
}

function sentenceOf(code: string): keyof AllWords {
  return CODES.find(([, codes]) => codes.test(code))?.[0] ?? 'errorOther';
}
