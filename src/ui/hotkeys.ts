import type { SkinContext } from './context.ts';
import { togglePip } from './control/pip-button.ts';
import { canGoFullscreen, toggleFullscreen } from './fullscreen.ts';

const SHORT_SECONDS = 5;
const LONG_SECONDS = 10;
const VOLUME_STEP = 0.1;
const RATE_STEP = 0.1;

type Run = (context: SkinContext) => void;

/** Keys as `event.key` gives them, in lower case; Shift is part of the character or of the name. */
const KEYS: Readonly<Record<string, Run>> = {
  ' ': togglePlay,
  k: togglePlay,
  mediaplaypause: togglePlay,
  arrowleft: (context) => jump(context, -SHORT_SECONDS),
  arrowright: (context) => jump(context, SHORT_SECONDS),
  mediarewind: (context) => jump(context, -SHORT_SECONDS),
  mediafastforward: (context) => jump(context, SHORT_SECONDS),
  j: (context) => jump(context, -LONG_SECONDS),
  l: (context) => jump(context, LONG_SECONDS),
  arrowup: (context) => changeVolume(context, VOLUME_STEP),
  arrowdown: (context) => changeVolume(context, -VOLUME_STEP),
  m: toggleMute,
  c: toggleCaptions,
  '>': (context) => changeRate(context, RATE_STEP),
  '<': (context) => changeRate(context, -RATE_STEP),
  '.': ({ actions }) => actions.stepFrame(1),
  ',': ({ actions }) => actions.stepFrame(-1),
  home: ({ actions }) => actions.seekToFraction(0),
  end: ({ actions, player }) => (player.state.isLive ? player.seekToLiveEdge() : actions.seekToFraction(1)),
  f: ({ host, player }) => void (canGoFullscreen(host, player.media) && toggleFullscreen(host, player.media)),
  'ctrl+enter': ({ host, player }) => void toggleFullscreen(host, player.media),
  i: ({ player }) => togglePip(player.media),
  t: ({ frame }) => frame.querySelector<HTMLElement>('.button.theater:not([hidden])')?.click(),
  'shift+n': ({ player }) => player.playNext(),
  'shift+p': ({ player }) => player.playPrevious(),
  '?': (context) => context.openPanel('help'),
};

/** Listens inside the player, or on the whole page if the page has said so. */
export function listenToKeys(context: SkinContext): void {
  const { options, host, signal } = context;
  if (options.hotkeys === 'off') return;
  const target = options.hotkeys === 'page' ? document : host;
  target.addEventListener('keydown', (event) => onKey(context, event as KeyboardEvent), { signal });
}

function onKey(context: SkinContext, event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.altKey || event.isComposing) return;
  const key = keyName(event);
  const target = event.composedPath()[0];
  if (target instanceof Element && isKeyTaken(target, key)) return;
  const run = KEYS[key] ?? digitRun(key);
  if (run === null) return;
  event.preventDefault();
  // Nobody above should scroll or skip for a key that the player has used.
  event.stopPropagation();
  run(context);
}

/** `shift+n`, `ctrl+enter`, `>`, `k`; on keyboards without Latin letters by the key's place. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey'>): string {
  let key = event.key.toLowerCase();
  // ASCII, and the names of keys, which are ASCII too.
  if (!/^[\x20-\x7e]+$/.test(key)) key = keyAtPlace(event.code, event.shiftKey) ?? key;
  if (event.ctrlKey) return `ctrl+${key}`;
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}

function keyAtPlace(code: string, isShifted: boolean): string | null {
  const letter = /^(?:Key|Digit)(.)$/.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  if (code === 'Period') return isShifted ? '>' : '.';
  if (code === 'Comma') return isShifted ? '<' : ',';
  return code === 'Slash' && isShifted ? '?' : null;
}

/** What the focused thing does with the key itself. */
function isKeyTaken(target: Element, key: string): boolean {
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target.closest('textarea,select,input:not([type=range]):not([type=checkbox])') !== null) return true;
  const isPress = key === ' ' || key === 'enter';
  if (isPress && target.closest('button,a,summary,input[type=checkbox]') !== null) return true;
  const isMove = isPress || key.startsWith('arrow') || key === 'home' || key === 'end' || /^\d$/.test(key);
  if (isMove && target.closest('.panel') !== null) return true;
  return isMove && !isPress && target.closest('input[type=range]:not(.seek)') !== null;
}

function digitRun(key: string): Run | null {
  if (!/^\d$/.test(key)) return null;
  return ({ actions, player }) => {
    if (!player.state.isLive) actions.seekToFraction(Number(key) / 10);
  };
}

function togglePlay(context: SkinContext): void {
  const { actions, player, bezel } = context;
  bezel(player.state.isPaused ? 'play' : 'pause');
  actions.togglePlay();
}

/** For keys and double taps. */
export function jump({ actions, bezel, player, format }: SkinContext, seconds: number): void {
  if (player.state.seekable === null) return;
  actions.seekBy(seconds);
  bezel(seconds > 0 ? 'ahead' : 'behind', `${seconds > 0 ? '+' : '−'}${format.seconds(Math.abs(seconds))}`);
}

function changeVolume({ actions, player, bezel, format, announce, words }: SkinContext, step: number): void {
  actions.setVolume((player.state.isMuted ? 0 : player.state.volume) + step);
  const volume = player.state.isMuted ? 0 : player.state.volume;
  bezel(volume === 0 ? 'muted' : 'volume', format.percent(volume));
  announce('volume', `${words.volume} ${format.percent(volume)}`);
}

function toggleMute({ actions, player, bezel, announce, words }: SkinContext): void {
  actions.toggleMute();
  const { isMuted } = player.state;
  bezel(isMuted ? 'muted' : 'volume');
  announce('volume', isMuted ? words.muted : words.volume);
}

function toggleCaptions({ actions, player, bezel, announce, words }: SkinContext): void {
  if (player.state.captions.length === 0) return;
  actions.toggleCaptions();
  const { activeCaptionId, captions } = player.state;
  const label = captions.find(({ id }) => id === activeCaptionId)?.label ?? words.off;
  bezel('captions', label);
  announce('captions', `${words.captions}: ${label}`);
}

function changeRate({ actions, player, bezel, format, announce, words }: SkinContext, step: number): void {
  if (player.state.isLive) return;
  const rate = format.factor(actions.changeRate(step));
  bezel('rate', rate);
  announce('rate', `${words.speed} ${rate}`);
}
