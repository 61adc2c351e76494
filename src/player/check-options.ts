import { isRecord, parseHttpUrl } from '../base/check.ts';
import { PlayerError } from '../base/errors.ts';
import type { PlayerOptions } from './options.ts';

export type OptionErrorCode = 'invalid-option';

/** Returns null if the value is what the option wants, else what was expected, in words. */
type Check = (value: unknown) => string | null;

const TRACKER_URL = /^wss?:\/\/\S+$/i;
const ICE_URL = /^(stuns?|turns?):\S+$/i;

const truth: Check = (value) => (typeof value === 'boolean' ? null : 'true or false');
const text: Check = (value) => (typeof value === 'string' ? null : 'a text');
const count: Check = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? null : 'a whole number, 0 or more';
const seconds: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? null : 'a number of seconds, 0 or more';

/** Either a check passes, or the value is one of the words. */
function oneOf(...words: readonly string[]): Check {
  const expected = words.map((word) => `'${word}'`).join(', ');
  return (value) => (typeof value === 'string' && words.includes(value) ? null : `one of ${expected}`);
}

function listOf(isRight: (item: unknown) => boolean, expected: string): Check {
  return (value) => (Array.isArray(value) && value.every(isRight) ? null : expected);
}

function isIceServer(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const urls = Array.isArray(value.urls) ? value.urls : [value.urls];
  return urls.length > 0 && urls.every((url) => typeof url === 'string' && ICE_URL.test(url));
}

function isAccess(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.kind === 'password') return typeof value.password === 'string';
  return (value.kind === 'bearer' || value.kind === 'file-token') && typeof value.token === 'string';
}

function isDrmSystem(value: unknown): boolean {
  return isRecord(value) && typeof value.licenseUrl === 'string';
}

function isVideo(value: unknown): boolean {
  return isRecord(value) && typeof value.id === 'string' && Array.isArray(value.media) && isRecord(value.sharing);
}

const CHECKS: { readonly [Name in keyof PlayerOptions]-?: Check } = {
  source: (value) =>
    value === null || typeof value === 'string' || isVideo(value) ? null : 'a link, an id, a Video or null',
  instance: (value) => (parseHttpUrl(value) === null ? "an address such as 'https://tube.example'" : null),
  autoplay: truth,
  isMuted: truth,
  isLooping: truth,
  startSeconds: seconds,
  stopSeconds: seconds,
  rate: (value) =>
    typeof value === 'number' && value >= 0.1 && value <= 5 ? null : 'a speed between 0.1 and 5 (1 is normal)',
  captionLanguage: (value) => (value === null || typeof value === 'string' ? null : "a language such as 'fr', or null"),
  playlistPosition: (value) => (count(value) === null && value !== 0 ? null : 'a position in the playlist, from 1'),
  language: text,
  p2p: oneOf('auto', 'ask', 'on', 'off'),
  minimumViewers: count,
  context: oneOf('webapp', 'embed'),
  trackerUrls: listOf(
    (url) => typeof url === 'string' && TRACKER_URL.test(url),
    "a list of WebSocket trackers such as 'wss://tracker.example'",
  ),
  iceServers: listOf(isIceServer, "a list such as [{ urls: 'stun:stun.example' }]"),
  privacy: oneOf('direct', 'relay'),
  maxUploadBitsPerSecond: (value) =>
    typeof value === 'number' && value > 0 ? null : 'a number of bits a second, more than 0',
  access: (value) =>
    typeof value === 'function' || isAccess(value)
      ? null
      : "{ kind: 'password', password }, { kind: 'bearer', token }, or a function that promises one",
  drmSystems: (value) =>
    isRecord(value) && Object.values(value).every(isDrmSystem) ? null : "{ 'com.widevine.alpha': { licenseUrl } }",
  embedderHost: (value) =>
    value === null || typeof value === 'string' ? null : 'a host such as blog.example, or null',
  preferredMedia: oneOf('hls', 'file'),
  countViews: truth,
  sendMetrics: truth,
  resume: truth,
  isAdvancing: truth,
  engine: (value) => (value === 'fleuve' || value === 'http' || typeof value === 'function' ? null : ENGINE_EXPECTED),
  ports: (value) => (isRecord(value) ? null : 'an object of ports'),
};

const ENGINE_EXPECTED = "'fleuve', 'http' or a function that makes a SegmentSupply";

/**
 * Refuses options that could not work, before anything was started with them.
 * An option that is `undefined` counts as left out; names that we do not know are refused, since they are typing errors.
 * @throws {PlayerError} `invalid-option`, with a sentence that says what was expected and what came.
 */
export function checkOptions(options: PlayerOptions): PlayerOptions {
  const checks = CHECKS as Readonly<Record<string, Check | undefined>>;
  if (!isRecord(options)) throw refuse('options', 'an object', options);
  for (const [name, value] of Object.entries(options)) {
    const check = checks[name];
    if (check === undefined) throw refuse(name, `one of ${Object.keys(CHECKS).join(', ')}`, 'an unknown name');
    const expected = value === undefined ? null : check(value);
    if (expected !== null) throw refuse(name, expected, value);
  }
  return options;
}

function refuse(name: string, expected: string, value: unknown): PlayerError<OptionErrorCode> {
  const came = describe(value);
  return new PlayerError(
    'invalid-option',
    `The player's option '${name}' must be ${expected}; what came was ${came}.`,
    {
      context: { option: name },
    },
  );
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 80)}'`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
