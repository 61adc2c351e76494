import { PlayerError } from '../base/errors.ts';
import { parseTimeText } from '../media/time-text.ts';
import type { AttributeName } from './attributes.ts';
import type { CreatePlayerOptions } from './create-player.ts';

type Options = { -readonly [Name in keyof CreatePlayerOptions]: CreatePlayerOptions[Name] };

/**
 * Options from attributes. Words and numbers go on as they are: the player checks them at its door.
 * @param read an attribute's value, null if it is not there.
 * @throws {PlayerError} `invalid-option` for a number or a time that is none.
 */
export function readAttributes(read: (name: AttributeName) => string | null): CreatePlayerOptions {
  const given = {
    source: read('src'),
    instance: read('instance'),
    autoplay: readTruth(read('autoplay')),
    isMuted: readTruth(read('muted')),
    isLooping: readTruth(read('loop')),
    startSeconds: readTime('start', read('start')),
    stopSeconds: readTime('stop', read('stop')),
    rate: readNumber('rate', read('rate')),
    captionLanguage: readCaption(read('captions')),
    playlistPosition: readNumber('playlist-position', read('playlist-position')),
    language: read('lang'),
    p2p: read('p2p'),
    minimumViewers: readNumber('minimum-viewers', read('minimum-viewers')),
    context: read('context'),
    trackerUrls: readList(read('trackers')),
    iceServers: readList(read('stun'))?.map((urls) => ({ urls })),
    privacy: read('privacy'),
    maxUploadBitsPerSecond: readNumber('max-upload', read('max-upload')),
    countViews: readTruth(read('views')),
    sendMetrics: readTruth(read('metrics')),
    resume: readTruth(read('resume')),
    engine: read('engine'),
    theme: read('theme'),
    hasControls: readTruth(read('controls')),
    hasControlBar: readTruth(read('control-bar')),
    hasTitle: readTruth(read('heading')),
    hasSharingNotice: readTruth(read('sharing-notice')),
    hasInstanceLink: readTruth(read('instance-link')),
    hasTheater: readTruth(read('theater')),
    hotkeys: read('hotkeys'),
    upNextSeconds: readUpNext(read('up-next')),
  } satisfies { [Name in keyof Options]: unknown };
  const said = Object.entries(given).filter(([name, value]) => {
    return value !== undefined && (value !== null || name === 'captionLanguage' || name === 'upNextSeconds');
  });
  return Object.fromEntries(said) as CreatePlayerOptions;
}

/** There without a value, or with any but these, means yes. */
function readTruth(value: string | null): boolean | undefined {
  return value === null ? undefined : !['off', 'false', 'no', '0'].includes(value.toLowerCase());
}

function readNumber(name: string, value: string | null): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw new PlayerError('invalid-option', `The attribute '${name}' must be a number; what came was '${value}'.`, {
    context: { option: name },
  });
}

/** Seconds, or a time as links write it: `1h2m3s`. */
function readTime(name: string, value: string | null): number | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  // Links know whole seconds; a page may mean a fraction.
  const seconds = /^\d+\.\d+$/.test(text) ? Number(text) : parseTimeText(text);
  if (seconds !== null) return seconds;
  throw new PlayerError(
    'invalid-option',
    `The attribute '${name}' must be a time such as 90 or 1m30s; what came was '${text}'.`,
    {
      context: { option: name },
    },
  );
}

function readList(value: string | null): readonly string[] | undefined {
  return value === null ? undefined : value.split(/\s+/).filter((word) => word !== '');
}

function readCaption(value: string | null): string | null | undefined {
  if (value === null) return undefined;
  return value === 'off' || value === '' ? null : value;
}

function readUpNext(value: string | null): number | null | undefined {
  return value === 'off' ? null : readNumber('up-next', value);
}
