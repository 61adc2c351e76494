import { definePlayerElement, type FleuvePlayerElement } from '../../element/video-element.ts';
import type { PlayerTheme } from '../../media/video.ts';
import { parseEmbedAddress } from '../address.ts';
import { DEFAULT_EMBED_CONFIG, type EmbedConfig, isHostAllowed, parseEmbedConfig } from '../embed-config.ts';
import { type EmbedParameters, parseEmbedParameters } from '../parameters.ts';
import { sourceHost } from '../source-host.ts';
import { findEmbedderHost } from './embedder.ts';
import type { NoticeKind } from './notice.ts';
import { toPlayerOptions } from './player-options.ts';

/** As PeerTube 6 names them, as it does since 7, and as the skin does. */
const COLOUR_PROPERTIES = {
  bigPlay: ['--embedBigPlayBackgroundColor', '--pt-player-big-play-background-color', '--fleuve-big-play'],
  foreground: ['--embedForegroundColor', '--pt-player-fg', '--fleuve-text'],
} as const;

void openPage();

async function openPage(): Promise<void> {
  const place = document.getElementById('player') ?? document.body;
  const parameters = parseEmbedParameters(location.search);
  const target = parseEmbedAddress(location.href);
  const language = parameters.language ?? navigator.language;
  document.documentElement.lang = language;
  paint(parameters);
  const say = async (kind: NoticeKind, about: { host?: string; link?: string | null } = {}) => {
    const { showNotice } = await import('./notice.ts');
    showNotice(place, kind, { language, ...about });
  };
  if (target.source === null) return say('nothing');
  definePlayerElement();
  const element = document.createElement('fleuve-player') as FleuvePlayerElement;
  // The channel is there before the film: a password may have to come through it.
  const api = parameters.api ? await openApi(parameters.scope, () => void element.play()) : null;
  const host = sourceHost(target.source, target.instance);
  if (!isHostAllowed(await loadConfig(), host ?? '', location.host)) {
    const link = /^https?:/i.test(target.source) ? target.source : null;
    return say('refused', { host: host ?? target.source, link });
  }
  element.options = toPlayerOptions(target, parameters, { embedderHost: findEmbedderHost() });
  if (hasFacade(parameters)) showFacade(element, parameters);
  element.addEventListener('fleuve-created', (event) => api?.attach(event.detail));
  element.addEventListener('fleuve-statechange', ({ detail: { state } }) => {
    if (state.video === null) return;
    document.title = state.video.title;
    setTheme(parameters.playerTheme ?? state.video.playerTheme);
  });
  element.addEventListener('fleuve-failed', (event) => {
    if (event.detail.code === 'script-unreachable') void say('broken');
  });
  place.replaceChildren(element);
}

async function openApi(scope: string, onWanted: () => void) {
  const script = await import('./open-api.ts');
  return script.openApi(scope, onWanted);
}

/** A picture and a button ask for nothing but the picture; a page that drives the player wants the player. */
function hasFacade(parameters: EmbedParameters): boolean {
  if (parameters.api || parameters.autoplay) return false;
  return parameters.facade ?? parameters.posterUrl !== null;
}

function showFacade(element: FleuvePlayerElement, parameters: EmbedParameters): void {
  element.setAttribute('facade', '');
  if (parameters.posterUrl !== null) element.setAttribute('poster', parameters.posterUrl);
}

/** A page without the file shows films of its own host. */
async function loadConfig(): Promise<EmbedConfig> {
  try {
    const address = document.querySelector('meta[name="fleuve-config"]')?.getAttribute('content') ?? '';
    const response = await fetch(address, { cache: 'no-cache' });
    return response.ok ? parseEmbedConfig(await response.json()) : DEFAULT_EMBED_CONFIG;
  } catch {
    return DEFAULT_EMBED_CONFIG;
  }
}

function paint(parameters: EmbedParameters): void {
  const { style } = document.body;
  const set = (names: readonly string[], colour: string | undefined) => {
    for (const name of names) if (colour !== undefined) style.setProperty(name, colour);
  };
  set(COLOUR_PROPERTIES.bigPlay, parameters.bigPlayBackgroundColour);
  set(COLOUR_PROPERTIES.foreground, parameters.foregroundColour);
  setTheme(parameters.playerTheme);
}

function setTheme(theme: PlayerTheme | null | undefined): void {
  if (theme) document.body.dataset.playerTheme = theme;
}
