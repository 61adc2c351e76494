import { parseHttpUrl } from '../../base/check.ts';
import type { PlayerState } from '../../player/state.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import type { AllWords } from '../text/words.ts';
import { buildMessage } from './message.ts';

/** Codes of every folder, as sentences; what is not listed gets the last one. */
const SENTENCES: Readonly<Record<string, keyof AllWords>> = {
  network: 'errorNetwork',
  timeout: 'errorNetwork',
  'http-status': 'errorNetwork',
  'playlist-unreachable': 'errorNetwork',
  'media-unreachable': 'errorNetwork',
  unreachable: 'errorNetwork',
  'server-error': 'errorNetwork',
  'origin-down': 'errorNetwork',
  'rate-limited': 'errorLater',
  'not-ready': 'errorLater',
  'not-found': 'errorMissing',
  'needs-login': 'errorPrivate',
  forbidden: 'errorPrivate',
  'embed-refused': 'errorEmbed',
  unrecognised: 'errorLink',
  'needs-instance': 'errorLink',
  'invalid-answer': 'errorLink',
  'empty-playlist': 'errorLink',
  'no-media-source': 'errorBrowser',
  'unsupported-media': 'errorBrowser',
  'playlist-invalid': 'errorMedia',
  'media-undecodable': 'errorMedia',
};

/** What happened and what to do next. */
export function buildErrorScreen(context: FullContext): HTMLElement {
  const { words, player, format } = context;
  const sentence = words[sentenceOf(player.state.error?.code ?? '')];
  const [title = sentence, advice] = splitSentence(sentence);
  const page = context.actions.pageLink(player.state.positionSeconds) ?? refusedPage(player.state);
  const retry = createTextButton(words.retry, () => player.retry(), true);
  const actions = el('div', { class: 'actions' }, retry);
  if (page !== null) {
    const name = player.state.video?.instance?.name || new URL(page).host;
    const label = format.fill(words.watchOn, { name });
    actions.append(el('a', { class: 'text-button', href: page, target: '_blank', rel: 'noopener' }, label));
  }
  return buildMessage({
    icon: 'alert',
    title,
    part: 'error',
    children: [advice !== undefined && el('p', {}, advice), actions],
  });
}

/** A film that may not be shown here is not known to the player; its refusal says where it is. */
export function refusedPage({ error }: PlayerState): string | null {
  return parseHttpUrl(error?.context.pageUrl);
}

export function sentenceOf(code: string): keyof AllWords {
  return SENTENCES[code] ?? 'errorOther';
}

/** The first sentence is the title, the rest the advice. */
function splitSentence(text: string): string[] {
  const end = text.search(/[.。]\s*\S/);
  return end < 0 ? [text] : [text.slice(0, end + 1), text.slice(end + 1).trim()];
}
