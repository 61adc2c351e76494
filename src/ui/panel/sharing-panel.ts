import type { SharingOffReason } from '../../player/state.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import type { Panel } from '../panels.ts';
import type { MoreKey } from '../text/en-more.ts';
import { buildDialog, buildFacts, buildLine, buildNote, buildSelect, type Fact, showFacts } from './dialog.ts';

/** Steps of the monthly limit, in bytes. */
const LIMITS = [0.5e9, 1e9, 2e9, 5e9, 10e9, 20e9, 50e9, 100e9];

/** For every reason that is not listed: the film itself. */
const REASONS: { readonly [Reason in SharingOffReason]?: MoreKey } = {
  'viewer-choice': 'offYou',
  'page-choice': 'offPage',
  'save-data': 'offData',
  metered: 'offData',
  'private-film': 'offPrivate',
  'password-film': 'offPrivate',
  'embed-refused': 'offPrivate',
  'no-webrtc': 'offBrowser',
  'native-playback': 'offBrowser',
  'few-viewers': 'offFew',
  'upload-limit': 'offLimit',
  'instance-off': 'offInstance',
};

/** What the viewers do for each other here, and the switch. */
export function createSharingPanel(context: FullContext, signal: AbortSignal): Panel {
  const { words, format, player, watch } = context;
  const box = el('input', { type: 'checkbox', role: 'switch', class: 'switch' });
  box.addEventListener('change', () => player.setSharing(box.checked));
  const [status, trust, why] = [buildNote(), buildNote(), buildNote(words.shareWhy)];
  const [flow, kept] = [buildFacts(), buildFacts()];
  watch(
    ({ sharing, supply, upload }) => [sharing, supply, upload],
    () => {
      const { sharing, supply, upload } = player.state;
      box.checked = sharing.kind === 'on';
      status.textContent = describeStatus(context);
      const isJudged = box.checked && supply !== null && supply.isVerified !== null;
      trust.textContent = isJudged ? words[supply.isVerified ? 'verified' : 'unverified'] : '';
      showFacts(flow, describeSources(context));
      showFacts(kept, [
        [words.thisVisit, format.bytes(upload.visitBytes)],
        [words.thisMonth, format.bytes(upload.monthBytes)],
      ]);
    },
    signal,
  );
  const picture = createTextButton(words.swarm, () => context.openPanel('swarm'));
  const limit = buildLine(words.monthLimit, createLimit(context, signal));
  const body = [buildLine(words.shareSwitch, box), status, flow, kept, limit, trust, why, picture];
  return { element: buildDialog(context, words.sharing, ...body) };
}

function describeStatus({ player, words, viewersText }: FullContext): string {
  const { sharing, supply } = player.state;
  if (sharing.kind === 'off') return words[REASONS[sharing.reason] ?? 'offFilm'];
  return sharing.kind === 'on' ? viewersText(supply?.peers.length ?? 0) : '';
}

function describeSources({ player, words, format }: FullContext): readonly Fact[] {
  const { httpBytes = 0, peerBytes = 0, uploadedBytes = 0 } = player.state.supply ?? {};
  const total = httpBytes + peerBytes;
  return [
    [words.fromViewers, format.bytes(peerBytes)],
    [words.toViewers, format.bytes(uploadedBytes)],
    [words.fromServers, format.bytes(httpBytes)],
    [words.spared, total > 0 ? format.percent(peerBytes / total) : ''],
  ];
}

function createLimit({ words, format, player, watch }: FullContext, signal: AbortSignal): HTMLElement {
  const option = (bytes: number) => [bytes, format.bytes(bytes)] as const;
  const select = buildSelect([['', words.noLimit], ...LIMITS.map(option)]);
  select.addEventListener('change', () => player.setMonthlyUploadLimit(Number(select.value) || null));
  watch(
    ({ upload }) => upload.monthLimitBytes,
    (bytes) => {
      // A limit that is none of the steps was set by the page.
      if (bytes !== null && !LIMITS.includes(bytes)) select.append(...buildSelect([option(bytes)]).children);
      select.value = String(bytes ?? '');
    },
    signal,
  );
  return select;
}
