import { createActions } from './actions.ts';
import { watchActivity } from './activity.ts';
import { createAnnouncer } from './announcer.ts';
import { createWatch, type SkinContext } from './context.ts';
import { listenToMenuRequests } from './context-menu-requests.ts';
import { createControlBar } from './control-bar.ts';
import { createSheet, el } from './dom.ts';
import { createFormat, fill } from './format.ts';
import { openHost } from './host.ts';
import type { Parts } from './on-demand.ts';
import { listenToPointer } from './pointer.ts';
import { createBigPlay } from './screen/big-play.ts';
import { createEndScreen } from './screen/end-screen.ts';
import { createNotices } from './screen/notices.ts';
import { createPoster } from './screen/poster.ts';
import { createSpinner } from './screen/spinner.ts';
import { createStateScreen } from './screen/state-screen.ts';
import { createTitle } from './screen/title.ts';
import type { SkinSetup } from './skin-options.ts';
import { createSkinStorage } from './skin-storage.ts';
import { SKIN_CSS } from './style/skin-css.ts';
import {
  createEnglish,
  createOwnLanguage,
  type Language,
  loadLanguage,
  matchLanguage,
  pluralForm,
} from './text/words.ts';

/** Read here, so that what interprets it is fetched only by those who changed something. */
export const CAPTION_STYLE_KEY = 'caption-style';

export type Skin = { destroy(): void };

/**
 * Puts a face on a player: its media element moves into a shadow root of the container, and controls around it.
 * The film is visible at once; words of another language than English are fetched first, then the controls appear.
 */
export function createSkin(setup: SkinSetup): Skin {
  const { container, player } = setup;
  const life = new AbortController();
  const { host, root, close } = openHost(container);
  root.adoptedStyleSheets = [createSheet(SKIN_CSS)];
  const frame = el('div', { class: 'frame', part: 'frame', tabindex: -1, 'data-theme': setup.theme ?? 'auto' });
  const { media } = player;
  media.controls = false;
  media.playsInline = true;
  media.tabIndex = -1;
  frame.append(media);
  root.append(frame);
  const begin = (language: Language) => {
    if (!life.signal.aborted) build(setup, { host, frame, language, signal: life.signal });
  };
  const tag = setup.language || document.documentElement.lang || navigator.language;
  if (setup.ownLanguage !== undefined) begin(createOwnLanguage(setup.ownLanguage));
  else if (matchLanguage(tag) === 'en') begin(createEnglish(tag.startsWith('en') ? tag : 'en'));
  else void loadLanguage(tag).then(begin);
  return {
    destroy() {
      if (life.signal.aborted) return;
      life.abort();
      close();
    },
  };
}

type Stage = {
  readonly host: HTMLElement;
  readonly frame: HTMLElement;
  readonly language: Language;
  readonly signal: AbortSignal;
};

function build(setup: SkinSetup, { host, frame, language, signal }: Stage): void {
  const { player } = setup;
  const announcer = createAnnouncer(signal);
  const place = el('div', { class: 'panels' });
  frame.lang = language.code;
  frame.dir = language.isRightToLeft ? 'rtl' : 'ltr';
  const format = createFormat(language.code);
  const context: SkinContext = {
    player,
    options: setup,
    language,
    words: language.words,
    format,
    host,
    frame,
    actions: createActions(player, host),
    viewersText: (count) => fill(pluralForm(language.words.viewers, format.plural(count)), { n: format.number(count) }),
    place,
    storage: setup.storage ?? createSkinStorage(),
    signal,
    watch: createWatch(player, signal),
    pointer: { x: 0, y: 0 },
    withParts: (use, otherwise = ignore) => void fetchParts().then(use, otherwise),
    drawCaptions: createCaptionDrawer(frame),
    openPanel: (name, opener) => context.withParts(({ togglePanel }) => togglePanel(name, opener)),
    announce: announcer.announce,
    bezel: (...what) => context.withParts(({ showBezel }) => showBezel(...what)),
  };
  const surface = el('div', { class: 'surface' });
  const activity = watchActivity(context);
  let parts: Parts | undefined;
  const fetchParts = async () => {
    const { createParts } = await import('./on-demand.ts');
    // What is made for a skin that is gone would never be taken away.
    signal.throwIfAborted();
    parts ??= createParts(context, { surface, activity });
    return parts;
  };
  const screens = [
    createPoster(context),
    surface,
    el('slot', { name: 'overlay' }),
    createSpinner(context),
    createBigPlay(context),
    createEndScreen(context),
    createStateScreen(context),
  ];
  const hasControls = setup.hasControls !== false;
  frame.append(...screens, ...(hasControls ? [createTitle(context)] : []), createNotices(context));
  if (hasControls && setup.hasControlBar !== false) frame.append(createControlBar(context));
  frame.append(place, announcer.element);
  reflectState(context);
  holdFocus(frame);
  listenToPointer(context, surface);
  listenToMenuRequests(context);
  prepareParts(context);
}

/** Whoever comes near gets what moving, touching and typing need before he does so; some need it from the start. */
function prepareParts({ frame, options, signal, storage, withParts }: SkinContext): void {
  const prepare = () => withParts(ignore);
  for (const name of ['pointerenter', 'focusin']) frame.addEventListener(name, prepare);
  // Few have these preferences: the rules for them are fetched, and here at once.
  const query = matchMedia(
    '(forced-colors:active),(prefers-contrast:more),(prefers-reduced-transparency:reduce),(prefers-reduced-data:reduce)',
  );
  query.addEventListener('change', prepare, { signal });
  // A first tap must not be lost to a fetch; keys of the whole page let the film go first.
  if (navigator.maxTouchPoints > 0 || query.matches || storage.read(CAPTION_STYLE_KEY) !== null) prepare();
  else if (options.hotkeys === 'page') setTimeout(prepare, 2e3);
}

function ignore(): void {
  // The film goes on without what could not be fetched; who comes near again asks again.
}

/** Captions are drawn by the browser; a sheet of their own says how. */
function createCaptionDrawer(frame: HTMLElement): SkinContext['drawCaptions'] {
  const sheet = createSheet('');
  const root = frame.getRootNode() as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return (rules) => sheet.replaceSync(rules);
}

/** What is pressed and then goes away would take the focus with it: the player keeps it, and goes on hearing keys. */
function holdFocus(frame: HTMLElement): void {
  frame.addEventListener('click', ({ isTrusted, detail }) =>
    requestAnimationFrame(() => {
      // A click without a count comes of a key, or of a script.
      const focusVisible = isTrusted && detail === 0;
      if (document.activeElement === document.body) frame.focus({ preventScroll: true, focusVisible });
    }),
  );
}

/** The frame's name and the classes that style sheets look at; the words for what happens by itself. */
function reflectState({ frame, watch, words, announce }: SkinContext): void {
  frame.setAttribute('role', 'region');
  watch(
    ({ video }) => video?.title,
    (title) => frame.setAttribute('aria-label', title ? `${words.player}: ${title}` : words.player),
  );
  let isFirst = true;
  watch(
    ({ phase }) => phase,
    (phase) => {
      frame.dataset.phase = phase;
      if (!isFirst && phase === 'playing') announce('play', words.playing);
      if (!isFirst && phase === 'paused') announce('play', words.paused);
      isFirst = false;
    },
  );
  watch(
    ({ isLive }) => isLive,
    (isLive) => frame.classList.toggle('is-live', isLive),
  );
}
