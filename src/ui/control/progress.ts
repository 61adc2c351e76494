import { clamp } from '../../base/units.ts';
import type { PlayerState, TimeRange } from '../../player/state.ts';
import type { SkinContext } from '../context.ts';
import { el, setStyles } from '../dom.ts';
import { clockTime, fill } from '../format.ts';
import type { Parts } from '../on-demand.ts';

/** The seek bar: a native slider over drawn layers of what is buffered and played, cut into chapters. */
export function createProgress(context: SkinContext): HTMLElement {
  const { words, player, watch, announce } = context;
  const buffered = el('div', { class: 'layer buffered' });
  const played = el('div', { class: 'layer played' });
  const hovered = el('div', { class: 'layer hovered' });
  const track = el('div', { class: 'track', part: 'track' }, hovered, buffered, played);
  const slider = el('input', { type: 'range', step: 'any', class: 'seek', 'aria-label': words.position });
  const element = el('div', { class: 'progress', part: 'progress' }, track, slider);
  const preview = createLazyPreview(context, element);
  let isDragging = false;

  const show = (positionSeconds: number) => {
    const range = shownRange(player.state);
    if (range === null) return;
    slider.value = String(positionSeconds);
    slider.setAttribute(
      'aria-valuetext',
      positionText(player.state, positionSeconds, words.timeOf) + chapterText(player.state, positionSeconds),
    );
    setStyles(element, { '--at': String(fractionOf(range, positionSeconds)) });
  };
  watch(
    (state) => [shownRange(state)?.startSeconds, shownRange(state)?.endSeconds, state.seekable, state.isLive],
    ([startSeconds, endSeconds]) => {
      element.hidden = endSeconds === undefined && player.state.isLive;
      slider.min = String(startSeconds ?? 0);
      slider.max = String(endSeconds ?? 0);
      slider.disabled = !hasLength(player.state.seekable);
    },
  );
  watch(
    (state) => [state.positionSeconds, shownRange(state)?.endSeconds],
    () => {
      if (isDragging) return;
      show(player.state.positionSeconds);
      // Those who move it with the keyboard see where they are, as those with a pointer do.
      if (slider.matches(':focus-visible')) preview.show(player.state.positionSeconds);
    },
  );
  watch(
    (state) => [state.buffered, shownRange(state)?.endSeconds],
    () => drawRanges(buffered, player.state),
  );
  watch(
    (state) => [state.chapters, shownRange(state)?.endSeconds],
    () => cutTrack(track, player.state),
  );

  // The film moves when the finger lets go: seeking at each step would load pieces that nobody watches.
  slider.addEventListener('input', () => {
    isDragging = true;
    show(slider.valueAsNumber);
    preview.show(slider.valueAsNumber);
  });
  slider.addEventListener('change', () => {
    isDragging = false;
    player.seek(slider.valueAsNumber);
  });
  slider.addEventListener('blur', () => preview.hide());
  const secondsAt = (event: PointerEvent) => {
    const box = track.getBoundingClientRect();
    const range = shownRange(player.state) ?? { startSeconds: 0, endSeconds: 0 };
    const fraction = clamp((event.clientX - box.left) / box.width, 0, 1);
    return range.startSeconds + fraction * (range.endSeconds - range.startSeconds);
  };
  element.addEventListener('pointermove', (event) => {
    const seconds = secondsAt(event);
    const range = shownRange(player.state);
    preview.show(seconds);
    if (range) setStyles(element, { '--hover-at': String(fractionOf(range, seconds)) });
  });
  element.addEventListener('pointerleave', () => preview.hide());
  element.addEventListener('pointercancel', () => preview.hide());
  announceSeeks(context, slider, announce);
  return element;
}

/** The preview is fetched when a pointer, a finger or the keyboard first comes near. */
function createLazyPreview(context: SkinContext, element: HTMLElement) {
  let preview: ReturnType<Parts['createPreview']> | null = null;
  let isAsked = false;
  let wanted: number | null = null;
  const ask = () =>
    context.withParts(({ createPreview }) => {
      preview = createPreview();
      element.append(preview.element);
      if (wanted !== null) preview.show(wanted);
    });
  return {
    show(seconds: number) {
      wanted = seconds;
      if (!isAsked) ask();
      isAsked = true;
      preview?.show(seconds);
    },
    hide() {
      wanted = null;
      preview?.hide();
    },
  };
}

/** What the bar stands for: what can be sought to, or the film's length where its server allows no jump. */
function shownRange({ seekable, isLive, durationSeconds }: PlayerState): TimeRange | null {
  if (hasLength(seekable)) return seekable;
  return isLive || !durationSeconds ? null : { startSeconds: 0, endSeconds: durationSeconds };
}

function hasLength(range: TimeRange | null): range is TimeRange {
  return range !== null && range.endSeconds > range.startSeconds;
}

function fractionOf(range: TimeRange, seconds: number): number {
  const length = range.endSeconds - range.startSeconds;
  return length > 0 ? clamp((seconds - range.startSeconds) / length, 0, 1) : 0;
}

function positionText(state: PlayerState, seconds: number, sentence: string): string {
  if (state.isLive) return clockTime(Math.min(0, seconds - (state.seekable?.endSeconds ?? seconds)));
  return fill(sentence, { time: clockTime(seconds), total: clockTime(state.durationSeconds ?? 0) });
}

/** The chapter, after the time: its boundaries are drawn, and have to be said too. */
function chapterText({ chapters }: PlayerState, seconds: number): string {
  const chapter = chapters.filter(({ startSeconds }) => startSeconds <= seconds).at(-1);
  return chapter === undefined ? '' : `, ${chapter.title}`;
}

function drawRanges(layer: HTMLElement, state: PlayerState): void {
  const range = shownRange(state);
  if (range === null) return;
  const stops = state.buffered.map((part) => {
    const from = `${(100 * fractionOf(range, part.startSeconds)).toFixed(2)}%`;
    const to = `${(100 * fractionOf(range, part.endSeconds)).toFixed(2)}%`;
    return `transparent ${from},currentColor ${from},currentColor ${to},transparent ${to}`;
  });
  setStyles(layer, { 'background-image': gradient(stops) });
}

/** Gaps where chapters meet. */
function cutTrack(track: HTMLElement, state: PlayerState): void {
  const range = shownRange(state);
  const cuts =
    state.isLive || range === null ? [] : state.chapters.map((chapter) => fractionOf(range, chapter.startSeconds));
  const stops = cuts
    .filter((cut) => cut > 0 && cut < 1)
    .map((cut) => {
      const at = `${(100 * cut).toFixed(3)}%`;
      return `#000 calc(${at} - 1px),transparent calc(${at} - 1px),transparent calc(${at} + 1px),#000 calc(${at} + 1px)`;
    });
  setStyles(track, { 'mask-image': gradient(stops) });
}

function gradient(stops: readonly string[]): string {
  return stops.length > 0 ? `linear-gradient(90deg,${stops.join(',')})` : 'none';
}

/** Says where a jump led, but not while the slider has the focus and says it itself. */
function announceSeeks({ watch, player, words }: SkinContext, slider: HTMLElement, announce: SkinContext['announce']) {
  let isFirst = true;
  watch(
    ({ isSeeking }) => isSeeking,
    (isSeeking) => {
      const isSilent = isFirst || isSeeking || player.state.phase === 'buffering' || slider.matches(':focus');
      isFirst = false;
      if (!isSilent) announce('seek', positionText(player.state, player.state.positionSeconds, words.timeOf));
    },
  );
}
