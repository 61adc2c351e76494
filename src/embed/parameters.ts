import { parseHttpUrl } from '../base/check.ts';
import { parseTimeText } from '../media/time-text.ts';
import { isScope } from './message.ts';

/** What an embed's address asks for, in PeerTube's words; undefined where the address says nothing. */
export type EmbedParameters = {
  readonly controls: boolean;
  readonly controlBar: boolean;
  readonly isMuted: boolean | undefined;
  readonly isLooping: boolean;
  readonly title: boolean;
  readonly warningTitle: boolean;
  readonly peertubeLink: boolean;
  readonly api: boolean;
  readonly waitPasswordFromApi: boolean;
  readonly scope: string;
  readonly subtitle: string | undefined;
  readonly startSeconds: number | undefined;
  readonly stopSeconds: number | undefined;
  readonly playbackRate: number | undefined;
  readonly bigPlayBackgroundColour: string | undefined;
  readonly foregroundColour: string | undefined;
  readonly autoplay: boolean;
  /** 'ask' is ours; PeerTube knows a toggle. */
  readonly p2p: 'on' | 'off' | 'ask' | undefined;
  readonly mode: 'hls' | 'web-video' | undefined;
  /** From 1. */
  readonly playlistPosition: number | undefined;
  readonly playerTheme: 'galaxy' | 'lucide' | undefined;
  /** BCP 47 language of the interface. */
  readonly language: string | undefined;
  /** Poster and button only until the click. */
  readonly facade: boolean | undefined;
  /** The facade's picture. */
  readonly posterUrl: string | null;
};

export const DEFAULT_SCOPE = 'peertube';
/** PeerTube offers 0.25 to 2, and its keys go from 0.1 to 5. */
const RATE_BOUNDS = { low: 0.1, high: 5 };

/** Reads a query string, with or without its `?`. Unknown names and bad values are ignored; it never throws. */
export function parseEmbedParameters(query: string): EmbedParameters {
  const values = new URLSearchParams(query);
  const toggle = (name: string) => parseToggle(values.get(name));
  const scope = values.get('scope');
  return {
    controls: toggle('controls') ?? true,
    controlBar: toggle('controlBar') ?? true,
    isMuted: toggle('muted'),
    isLooping: toggle('loop') ?? false,
    title: toggle('title') ?? true,
    warningTitle: toggle('warningTitle') ?? true,
    peertubeLink: toggle('peertubeLink') ?? true,
    api: toggle('api') ?? false,
    waitPasswordFromApi: toggle('waitPasswordFromEmbedAPI') ?? false,
    scope: scope !== null && isScope(scope) ? scope : DEFAULT_SCOPE,
    subtitle: parseWord(values.get('subtitle')),
    startSeconds: parseTime(values.get('start')),
    stopSeconds: parseTime(values.get('stop')),
    playbackRate: parseRate(values.get('playbackRate')),
    bigPlayBackgroundColour: parseColour(values.get('bigPlayBackgroundColor')),
    foregroundColour: parseColour(values.get('foregroundColor')),
    // Mastodon appends `autoplay=1&auto_play=1` when its reader clicks, after what the author wrote.
    autoplay: values.getAll('autoplay').some((value) => parseToggle(value) === true) || toggle('auto_play') === true,
    p2p: parseP2p(values.get('p2p')),
    mode: parseMode(values.get('mode')),
    playlistPosition: parsePosition(values.get('playlistPosition')),
    playerTheme: parseTheme(values.get('playerTheme')),
    language: parseWord(values.get('lang')),
    facade: toggle('facade'),
    posterUrl: parseHttpUrl(values.get('poster')),
  };
}

/** `1` and `true` mean yes, any other value means no, absence means the default. */
function parseToggle(value: string | null): boolean | undefined {
  return value === null ? undefined : value === '1' || value === 'true';
}

function parseWord(value: string | null): string | undefined {
  return value !== null && /^[A-Za-z0-9-]{1,35}$/.test(value) ? value : undefined;
}

/** Bad text counts as 0, as PeerTube reads it. */
function parseTime(value: string | null): number | undefined {
  return value === null || value === '' ? undefined : (parseTimeText(value) ?? 0);
}

function parseRate(value: string | null): number | undefined {
  const rate = value === null || value.trim() === '' ? Number.NaN : Number(value);
  return rate >= RATE_BOUNDS.low && rate <= RATE_BOUNDS.high ? rate : undefined;
}

/** Colours by name, hexadecimal or as a function of numbers; anything that could be more than a colour is refused. */
function parseColour(value: string | null): string | undefined {
  if (value === null || value.length > 64) return undefined;
  const isColour = /^(#[0-9a-f]{3,8}|[a-z]{3,24}|(rgb|hsl|oklch|oklab|lab|lch|hwb)a?\([-+0-9.,%/ a-z]*\))$/i.test(
    value,
  );
  return isColour ? value : undefined;
}

function parseP2p(value: string | null): EmbedParameters['p2p'] {
  if (value === 'ask') return 'ask';
  const isOn = parseToggle(value);
  return isOn === undefined ? undefined : isOn ? 'on' : 'off';
}

function parseMode(value: string | null): EmbedParameters['mode'] {
  if (value === null || value === '') return undefined;
  return value === 'p2p-media-loader' ? 'hls' : 'web-video';
}

function parsePosition(value: string | null): number | undefined {
  const position = value !== null && /^\d{1,6}$/.test(value) ? Number(value) : 0;
  return position >= 1 ? position : undefined;
}

function parseTheme(value: string | null): EmbedParameters['playerTheme'] {
  return value === 'galaxy' || value === 'lucide' ? value : undefined;
}
