import type { SkinContext } from './context.ts';
import { AHEAD, BEHIND, GAUGE } from './icon-more.ts';

const SHORT_SECONDS = 5;
const LONG_SECONDS = 10;
/** Of the volume, and of the speed. */
const STEP = 0.1;

export type Run = (context: SkinContext) => void;

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
  arrowup: (context) => changeVolume(context, STEP),
  arrowdown: (context) => changeVolume(context, -STEP),
  m: toggleMute,
  c: toggleCaptions,
  '>': (context) => changeRate(context, STEP),
  '<': (context) => changeRate(context, -STEP),
  '.': ({ actions }) => actions.stepFrame(1),
  ',': ({ actions }) => actions.stepFrame(-1),
  home: ({ actions }) => actions.seekToFraction(0),
  end: ({ actions, player }) => (player.state.isLive ? player.seekToLiveEdge() : actions.seekToFraction(1)),
  f: ({ actions }) => actions.toggleFullscreen(),
  'ctrl+enter': ({ actions }) => actions.toggleFullscreen(),
  i: ({ actions }) => actions.togglePip(),
  t: ({ frame }) => frame.querySelector<HTMLElement>('.button.theater')?.click(),
  'shift+n': ({ player }) => player.playNext(),
  'shift+p': ({ player }) => player.playPrevious(),
  '?': (context) => context.openPanel('help'),
};

/** What a key does, by its name; null for keys that are none of ours. */
export function keyRun(key: string): Run | null {
  return KEYS[key] ?? (/^\d$/.test(key) ? (context) => seekToTenth(context, Number(key)) : null);
}

function seekToTenth({ actions, player }: SkinContext, tenth: number): void {
  if (!player.state.isLive) actions.seekToFraction(tenth / 10);
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
  bezel(seconds > 0 ? AHEAD : BEHIND, `${seconds > 0 ? '+' : '−'}${format.seconds(Math.abs(seconds))}`);
}

function changeVolume(context: SkinContext, step: number): void {
  const { isMuted, volume } = context.player.state;
  context.actions.setVolume((isMuted ? 0 : volume) + step);
  showVolume(context);
}

function toggleMute(context: SkinContext): void {
  context.actions.toggleMute();
  showVolume(context);
}

function showVolume({ player, bezel, format, announce, words }: SkinContext): void {
  const { isMuted, volume } = player.state;
  const percent = format.percent(isMuted ? 0 : volume);
  bezel(isMuted || volume === 0 ? 'muted' : 'volume', percent);
  announce('volume', isMuted ? words.muted : `${words.volume} ${percent}`);
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
  bezel(GAUGE, rate);
  announce('rate', `${words.speed} ${rate}`);
}
