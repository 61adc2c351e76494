import { createSheet, el } from './dom.ts';
import { openHost } from './host.ts';
import { icon } from './icon.ts';
import { BIG_PLAY_CSS, HOST_CSS } from './style/host-css.ts';

export type FacadeOptions = {
  /** The element that becomes the player later; its shadow root is used again. */
  readonly container: HTMLElement;
  /** The only thing that is fetched; null shows a plain ground. */
  readonly posterUrl?: string | null;
  readonly title?: string;
  /** BCP 47 of the button's name; the page's by default. */
  readonly language?: string;
  /** What the button is called, where our word will not do. */
  readonly label?: string;
  /** The viewer wants to watch. Called once, within the click, so that sound may start. */
  readonly onActivate: () => void;
};

/** One word in every language of the skin: fetching a language for it would be a request before the click. */
const PLAY: Readonly<Record<string, string>> = {
  en: 'Play',
  fr: 'Lire',
  de: 'Abspielen',
  es: 'Reproducir',
  it: 'Riproduci',
  pt: 'Reproduzir',
  nl: 'Afspelen',
  pl: 'Odtwórz',
  oc: 'Legir',
  eo: 'Ludi',
  ar: 'تشغيل',
  he: 'נגן',
  ru: 'Смотреть',
  uk: 'Дивитися',
  zh: '播放',
  ja: '再生',
};

const FACADE_CSS = `
.facade{position:absolute;inset:0;container:player/size}
.poster{position:absolute;inset:0;width:100%;height:100%;object-fit:contain}
.facade .title{position:absolute;inset-inline:0;top:0;padding:14px 18px 40px;color:#fff;background:linear-gradient(rgb(0 0 0/.62),rgb(0 0 0/.3) 55%,transparent);font:650 17px/1.3 var(--fleuve-font,system-ui,sans-serif);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;text-shadow:0 1px 3px rgb(0 0 0/.6)}
.facade:hover .big-play{transform:scale(1.06)}
.is-loading .big-play .icon{animation:wait 1s ease-in-out infinite alternate}
@keyframes wait{to{opacity:.35}}
@container player (max-width:570px){.big-play{width:64px;height:64px}}
@media (prefers-reduced-motion:reduce){.big-play,.big-play .icon{transition:none!important;animation:none!important}}
@media (forced-colors:active){.big-play{border:1px solid ButtonText;background:ButtonFace;color:ButtonText}.facade .title{background:Canvas;color:CanvasText;text-shadow:none}}
`;

/** A poster and a button that stand for a player: nothing but the poster is fetched before the click. */
export function createFacade(options: FacadeOptions): { destroy(): void } {
  const { root, close } = openHost(options.container);
  root.adoptedStyleSheets = [createSheet(HOST_CSS + BIG_PLAY_CSS + FACADE_CSS)];
  const language = options.language || document.documentElement.lang || navigator.language;
  const word = options.label ?? PLAY[language.toLowerCase().split('-')[0] ?? ''] ?? 'Play';
  const name = options.title ? `${word}: ${options.title}` : word;
  const button = el(
    'button',
    { type: 'button', class: 'big-play', part: 'big-play', 'aria-label': name },
    icon('play'),
  );
  const poster = el('img', { class: 'poster', part: 'poster', alt: '', decoding: 'async', src: options.posterUrl });
  const face = el(
    'div',
    { class: 'facade', part: 'facade' },
    options.posterUrl ? poster : null,
    options.title ? el('div', { class: 'title', part: 'title', 'aria-hidden': 'true' }, options.title) : null,
    button,
  );
  // A click anywhere on the picture is meant; the button alone is what keyboards and screen readers meet.
  face.addEventListener(
    'click',
    () => {
      face.classList.add('is-loading');
      options.onActivate();
    },
    { once: true },
  );
  root.append(face);
  return { destroy: close };
}
