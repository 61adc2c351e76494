import type { SharingOffReason } from '../../player/state.ts';
import type { FullContext } from '../context.ts';
import { createTextButton } from '../control/button.ts';
import { el } from '../dom.ts';
import type { Panel } from '../panels.ts';
import type { MoreKey } from '../text/en-more.ts';
import { buildDialog, createFacts } from './dialog.ts';

/** Steps of the monthly limit, in bytes. */
const LIMITS = [0.5e9, 1e9, 2e9, 5e9, 10e9, 20e9, 50e9, 100e9];

const REASONS: Readonly<Record<SharingOffReason, MoreKey>> = {
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
  'not-listed': 'offFilm',
  'object-unreadable': 'offFilm',
  'old-swarm': 'offFilm',
  'no-tracker': 'offFilm',
  'no-hashes': 'offFilm',
  'not-hls': 'offFilm',
};

/** What the viewers do for each other here, and the switch. */
export function createSharingPanel(context: FullContext, signal: AbortSignal): Panel {
  const { words, format, player, watch } = context;
  const box = el('input', { type: 'checkbox', role: 'switch', class: 'switch' });
  const toggle = el('label', { class: 'line' }, el('span', {}, words.shareSwitch), box);
  box.addEventListener('change', () => player.setSharing(box.checked));
  const status = el('p', { class: 'note' });
  const flow = createFacts([words.fromViewers, words.toViewers, words.fromServers, words.spared]);
  const kept = createFacts([words.thisVisit, words.thisMonth]);
  const trust = el('p', { class: 'note' });
  watch(
    ({ sharing, supply, upload }) => [sharing, supply, upload],
    () => {
      const { sharing, supply, upload } = player.state;
      const isOn = sharing.kind === 'on';
      box.checked = isOn;
      status.textContent =
        sharing.kind === 'off'
          ? words[REASONS[sharing.reason]]
          : isOn
            ? context.viewersText(supply?.peers.length ?? 0)
            : '';
      const total = (supply?.httpBytes ?? 0) + (supply?.peerBytes ?? 0);
      flow.set([
        format.bytes(supply?.peerBytes ?? 0),
        format.bytes(supply?.uploadedBytes ?? 0),
        format.bytes(supply?.httpBytes ?? 0),
        total > 0 ? format.percent((supply?.peerBytes ?? 0) / total) : '',
      ]);
      kept.set([format.bytes(upload.visitBytes), format.bytes(upload.monthBytes)]);
      trust.textContent =
        supply === null || supply.isVerified === null || !isOn
          ? ''
          : supply.isVerified
            ? words.verified
            : words.unverified;
    },
    signal,
  );
  const picture = createTextButton(words.swarm, () => context.openPanel('swarm'));
  const why = el('p', { class: 'note' }, words.shareWhy);
  const limit = createLimit(context, signal);
  const body = [toggle, status, flow.element, kept.element, limit, trust, why, picture];
  return { element: buildDialog(context, words.sharing, ...body), focus: () => box.focus({ preventScroll: true }) };
}

function createLimit({ words, format, player, watch }: FullContext, signal: AbortSignal): HTMLElement {
  const select = el('select', { class: 'field' }, el('option', { value: '' }, words.noLimit));
  for (const bytes of LIMITS) select.append(el('option', { value: bytes }, format.bytes(bytes)));
  select.addEventListener('change', () => {
    player.setMonthlyUploadLimit(select.value === '' ? null : Number(select.value));
  });
  watch(
    ({ upload }) => upload.monthLimitBytes,
    (bytes) => {
      const value = bytes === null ? '' : String(bytes);
      if (![...select.options].some((option) => option.value === value)) {
        select.append(el('option', { value }, format.bytes(bytes ?? 0)));
      }
      select.value = value;
    },
    signal,
  );
  return el('label', { class: 'line' }, el('span', {}, words.monthLimit), select);
}
