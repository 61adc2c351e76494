import type { PlayerState } from '../../player/state.ts';
import type { FullContext } from '../context.ts';
import { el } from '../dom.ts';
import { buildMenu, focusMenu, type MenuItem } from '../menu.ts';
import type { Panel } from '../panels.ts';

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

const ITEMS = { quality: qualityItems, speed: rateItems, captions: captionItems, audio: audioItems };

type TopicName = keyof typeof ITEMS;
type PageName = 'root' | TopicName;
type Page = { readonly label: string; readonly items: readonly MenuItem[] };

/** Quality, speed, captions, sound: each a page of one menu. Esc goes one step back, then closes. */
export function createSettingsMenu(context: FullContext, signal: AbortSignal): Panel {
  const { watch, panels, words } = context;
  const element = el('div', { class: 'menu-host' });
  let page: PageName = 'root';
  const rows = () => [...element.querySelectorAll<HTMLElement>('.row')];

  const draw = () => {
    const { label, items } = describePage(context, page, open);
    const goBack = page === 'root' ? {} : { onBack: back };
    element.replaceChildren(buildMenu({ label, items, ...goBack, onLeave: () => panels.close() }));
  };
  const focus = (index?: number) => {
    const menu = element.firstElementChild;
    if (menu instanceof HTMLElement) focusMenu(menu, index);
  };
  const open = (name: PageName) => {
    page = name;
    draw();
    focus();
  };
  const back = () => {
    const from = page;
    page = 'root';
    draw();
    const { items } = describePage(context, page, open);
    focus(items.findIndex(({ label }) => label === words[from as TopicName]));
  };
  watch(
    // Whatever the rows say may have changed; what they do stays the same.
    () => JSON.stringify(describePage(context, page, open)),
    () => {
      const at = rows().findIndex((row) => row.matches(':focus'));
      draw();
      if (at >= 0) focus(Math.min(at, rows().length - 1));
    },
    signal,
  );
  return {
    element,
    focus,
    onEscape: () => {
      if (page === 'root') return false;
      back();
      return true;
    },
  };
}

function describePage(context: FullContext, name: PageName, open: (name: PageName) => void): Page {
  if (name === 'root') return { label: context.words.settings, items: rootItems(context, open) };
  return { label: context.words[name], items: ITEMS[name](context) };
}

function rootItems(context: FullContext, open: (name: PageName) => void): MenuItem[] {
  const { player, words, format } = context;
  const state = player.state;
  const more = (name: TopicName, detail: string): MenuItem => ({
    label: words[name],
    detail,
    opensMore: 'menu',
    onSelect: () => open(name),
  });
  const caption = state.captions.find(({ id }) => id === state.activeCaptionId);
  const track = state.audioTracks.find(({ id }) => id === state.activeAudioTrackId);
  const items: MenuItem[] = [];
  if (state.qualities.length > 1) items.push(more('quality', chosenQualityName(context, state)));
  if (!state.isLive) items.push(more('speed', state.rate === 1 ? words.normal : format.factor(state.rate)));
  if (state.captions.length > 0) items.push(more('captions', caption?.label ?? words.off));
  if (state.audioTracks.length > 1) items.push(more('audio', track?.label ?? ''));
  items.push({ label: words.sharing, opensMore: 'dialog', onSelect: () => context.openPanel('sharing') });
  return items;
}

/** `Auto (720p)` once something is on the screen. */
function chosenQualityName({ words }: FullContext, state: PlayerState): string {
  const nameOf = (id: string | null) => {
    const quality = state.qualities.find((each) => each.id === id);
    return quality === undefined ? '' : quality.isAudioOnly ? words.audioOnly : quality.label;
  };
  if (state.chosenQualityId === 'audio-only') return words.audioOnly;
  if (state.chosenQualityId !== 'auto') return nameOf(state.chosenQualityId);
  const active = nameOf(state.activeQualityId);
  return active === '' ? words.auto : `${words.auto} (${active})`;
}

function qualityItems(context: FullContext): MenuItem[] {
  const { player, words } = context;
  const { qualities, chosenQualityId } = player.state;
  const choice = (id: string, label: string): MenuItem => ({
    label,
    isChecked: chosenQualityId === id,
    onSelect: () => player.setQuality(id),
  });
  const pictures = qualities
    .filter(({ isAudioOnly }) => !isAudioOnly)
    .sort(
      (a, b) => (b.heightPx ?? 0) - (a.heightPx ?? 0) || (b.bitrateBitsPerSecond ?? 0) - (a.bitrateBitsPerSecond ?? 0),
    );
  const isAuto = chosenQualityId === 'auto';
  const items = [
    choice('auto', isAuto ? chosenQualityName(context, player.state) : words.auto),
    ...pictures.map(({ id, label }) => choice(id, label)),
  ];
  const sound = qualities.find(({ isAudioOnly }) => isAudioOnly);
  if (sound === undefined) return items;
  const isSound = chosenQualityId === 'audio-only' || chosenQualityId === sound.id;
  return [...items, { ...choice('audio-only', words.audioOnly), isChecked: isSound }];
}

function rateItems({ player, words, format }: FullContext): MenuItem[] {
  return RATES.map((rate) => ({
    label: rate === 1 ? words.normal : format.factor(rate),
    isChecked: player.state.rate === rate,
    onSelect: () => player.setRate(rate),
  }));
}

function captionItems(context: FullContext): MenuItem[] {
  const { player, words, format } = context;
  const { captions, activeCaptionId } = player.state;
  const items: MenuItem[] = [
    { label: words.off, isChecked: activeCaptionId === null, onSelect: () => player.setCaption(null) },
    ...captions.map((caption) => ({
      label: caption.isAutomatic ? format.fill(words.automatic, { name: caption.label }) : caption.label,
      language: caption.language,
      isChecked: caption.id === activeCaptionId,
      onSelect: () => player.setCaption(caption.id),
    })),
  ];
  items.push({ label: words.appearance, opensMore: 'dialog', onSelect: () => context.openPanel('appearance') });
  return items;
}

function audioItems({ player }: FullContext): MenuItem[] {
  return player.state.audioTracks.map(({ id, label, language }) => ({
    label,
    language: language ?? undefined,
    isChecked: id === player.state.activeAudioTrackId,
    onSelect: () => player.setAudioTrack(id),
  }));
}
