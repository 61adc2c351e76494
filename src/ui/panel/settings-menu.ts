import type { FullContext } from '../context.ts';
import { el } from '../dom.ts';
import { buildMenu, focusMenu, type MenuItem } from '../menu.ts';
import type { Panel } from '../panels.ts';

const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Each gives nothing where there is nothing to choose. */
const TOPICS = { quality: qualityItems, speed: rateItems, captions: captionItems, audio: audioItems };

type TopicName = keyof typeof TOPICS;
type Open = (topic: TopicName | null) => void;

/** Quality, speed, captions, sound: each a page of one menu. Esc goes one step back, then closes. */
export function createSettingsMenu(context: FullContext, signal: AbortSignal): Panel {
  const { watch, panels, words } = context;
  const element = el('div', { class: 'menu-host' });
  let topic: TopicName | null = null;
  let menu: HTMLElement;
  const describe = () => (topic === null ? rootItems(context, open) : TOPICS[topic](context));
  const draw = () => {
    menu = buildMenu({
      label: words[topic ?? 'settings'],
      items: describe(),
      ...(topic !== null && { onBack: back }),
      onLeave: () => panels.close(),
    });
    element.replaceChildren(menu);
  };
  const open: Open = (name) => {
    topic = name;
    draw();
    focusMenu(menu);
  };
  const back = () => {
    const from = words[topic ?? 'settings'];
    open(null);
    const at = describe().findIndex(({ label }) => label === from);
    if (at >= 0) focusMenu(menu, at);
  };
  watch(
    // Whatever the rows say may have changed; what they do stays the same.
    () => JSON.stringify(describe()),
    () => {
      const at = [...element.querySelectorAll('.row')].findIndex((row) => row.matches(':focus'));
      draw();
      if (at >= 0) focusMenu(menu, Math.min(at, menu.children.length - 1));
    },
    signal,
  );
  return {
    element,
    focus: () => focusMenu(menu),
    onEscape: () => {
      const isInside = topic !== null;
      if (isInside) back();
      return isInside;
    },
  };
}

/** The topics with what is chosen in each. */
function rootItems(context: FullContext, open: Open): MenuItem[] {
  const items: MenuItem[] = [];
  for (const name of Object.keys(TOPICS) as TopicName[]) {
    const choices = TOPICS[name](context);
    const detail = choices.find(({ isChecked }) => isChecked)?.label ?? '';
    if (choices.length > 0) {
      items.push({ label: context.words[name], detail, opensMore: 'menu', onSelect: () => open(name) });
    }
  }
  return [...items, dialogItem(context, 'sharing')];
}

function dialogItem({ words, openPanel }: FullContext, name: 'sharing' | 'appearance'): MenuItem {
  return { label: words[name], opensMore: 'dialog', onSelect: () => openPanel(name) };
}

type Choice<Id> = { readonly id: Id; readonly label: string; readonly language?: string | null };

function choiceItems<Id>(choices: readonly Choice<Id>[], chosen: Id, choose: (id: Id) => void): MenuItem[] {
  return choices.map(({ id, label, language }) => ({
    label,
    language,
    kind: 'radio',
    isChecked: id === chosen,
    onSelect: () => choose(id),
  }));
}

/** `Auto (720p)` once something is on the screen. */
function qualityItems({ player, words }: FullContext): MenuItem[] {
  const { qualities, chosenQualityId, activeQualityId } = player.state;
  if (qualities.length < 2) return [];
  const pictures = qualities
    .filter(({ isAudioOnly }) => !isAudioOnly)
    .sort(
      (a, b) => (b.heightPx ?? 0) - (a.heightPx ?? 0) || (b.bitrateBitsPerSecond ?? 0) - (a.bitrateBitsPerSecond ?? 0),
    );
  const sound = qualities.find(({ isAudioOnly }) => isAudioOnly);
  const choices = [...pictures, ...(sound === undefined ? [] : [{ id: 'audio-only', label: words.audioOnly }])];
  const known = (id: string | null) => (id === sound?.id ? 'audio-only' : id);
  const active = choices.find(({ id }) => id === known(activeQualityId));
  const isShown = chosenQualityId === 'auto' && active !== undefined;
  const auto = { id: 'auto', label: isShown ? `${words.auto} (${active.label})` : words.auto };
  return choiceItems([auto, ...choices], known(chosenQualityId), (id) => player.setQuality(id ?? 'auto'));
}

/** The steps, and a speed between them that was set by keys. */
function rateItems({ player, words, format }: FullContext): MenuItem[] {
  const { isLive, rate } = player.state;
  if (isLive) return [];
  const rates = [...new Set([...RATES, rate])].sort((a, b) => a - b);
  const choices = rates.map((id) => ({ id, label: id === 1 ? words.normal : format.factor(id) }));
  return choiceItems(choices, rate, player.setRate.bind(player));
}

function captionItems(context: FullContext): MenuItem[] {
  const { player, words, format } = context;
  const { captions, activeCaptionId } = player.state;
  if (captions.length === 0) return [];
  const choices: Choice<string | null>[] = captions.map(({ id, language, label: name, isAutomatic }) => {
    return { id, language, label: isAutomatic ? format.fill(words.automatic, { name }) : name };
  });
  const off = { id: null, label: words.off };
  const items = choiceItems([off, ...choices], activeCaptionId, (id) => player.setCaption(id));
  return [...items, dialogItem(context, 'appearance')];
}

function audioItems({ player }: FullContext): MenuItem[] {
  const { audioTracks, activeAudioTrackId } = player.state;
  const choose = (id: string | null) => id !== null && player.setAudioTrack(id);
  return audioTracks.length < 2 ? [] : choiceItems<string | null>(audioTracks, activeAudioTrackId, choose);
}
