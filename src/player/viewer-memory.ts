import { isRecord, parseInteger, parseJson, parseNumber } from '../base/check.ts';
import type { Clock } from '../base/clock.ts';
import type { Storage } from '../base/storage.ts';
import { clamp } from '../base/units.ts';

const PREFIX = 'fleuve:';
/** A position that is older than this is forgotten, as PeerTube does. */
const HISTORY_DAYS = 30;
const DAY_MS = 86_400_000;
/** Bounds what one origin's storage holds of us: about 20 KB. */
const HISTORY_MAX_ENTRIES = 200;

/** `auto`, `audio-only`, or the height that the viewer picked: ids are stable within one film only. */
export type RememberedQuality = 'auto' | 'audio-only' | number;

/**
 * What the viewer chose on earlier visits. Nothing here throws: storage may be refused, full, or hold nonsense.
 * One record a key, so that two open pages overwrite little of each other.
 */
export interface ViewerMemory {
  volume(): number | null;
  isMuted(): boolean | null;
  rate(): number | null;
  quality(): RememberedQuality | null;
  /** A language, or null for "captions off"; undefined if the viewer never chose. */
  captionLanguage(): string | null | undefined;
  /** The viewer's own answer to sharing; null if there was none yet. */
  sharing(): boolean | null;
  monthlyUploadLimitBytes(): number | null;
  /** Bytes handed to peers since the month began (the device's own calendar). */
  monthUploadedBytes(): number;
  /** Where the viewer stopped in this film; null if never, long ago, or at its end. */
  positionSeconds(videoId: string): number | null;
  setVolume(volume: number): void;
  setMuted(isMuted: boolean): void;
  setRate(rate: number): void;
  setQuality(quality: RememberedQuality): void;
  setCaptionLanguage(language: string | null): void;
  setSharing(isOn: boolean): void;
  setMonthlyUploadLimitBytes(bytes: number | null): void;
  addUploadedBytes(bytes: number): void;
  /** Null forgets it: the film was seen to its end. */
  setPositionSeconds(videoId: string, positionSeconds: number | null): void;
}

type History = Readonly<Record<string, { readonly s: number; readonly at: number }>>;

export function createViewerMemory(storage: Storage, clock: Clock): ViewerMemory {
  const read = (key: string) => storage.read(PREFIX + key);
  const write = (key: string, value: string | null) => storage.write(PREFIX + key, value);
  const readNumber = (key: string, low: number, high: number) => parseNumber(numberOf(read(key)), low, high);
  const month = () => new Date(clock.wallMs()).toISOString().slice(0, 7);
  const readHistory = () => parseHistory(read('history'), clock.wallMs() - HISTORY_DAYS * DAY_MS);
  const monthUploadedBytes = () => {
    const [stored, bytes] = (read('upload') ?? '').split(' ');
    return stored === month() ? (parseInteger(numberOf(bytes ?? null), 0) ?? 0) : 0;
  };
  return {
    volume: () => readNumber('volume', 0, 1),
    isMuted: () => parseTruth(read('muted')),
    rate: () => readNumber('rate', 0.1, 5),
    quality: () => parseQuality(read('quality')),
    captionLanguage: () => parseCaption(read('caption')),
    // PeerTube's own key is asked too: on an instance's own pages the viewer may have answered there.
    sharing: () => parseTruth(read('sharing') ?? storage.read('peertube-videojs-webtorrent_enabled')),
    monthlyUploadLimitBytes: () => readNumber('upload-limit', 0, Number.MAX_SAFE_INTEGER),
    monthUploadedBytes,
    positionSeconds: (videoId) => (Object.hasOwn(readHistory(), videoId) ? readHistory()[videoId]!.s : null),
    setVolume: (volume) => write('volume', String(clamp(volume, 0, 1))),
    setMuted: (isMuted) => write('muted', String(isMuted)),
    setRate: (rate) => write('rate', String(rate)),
    setQuality: (quality) => write('quality', String(quality)),
    setCaptionLanguage: (language) => write('caption', language ?? 'off'),
    setSharing: (isOn) => write('sharing', String(isOn)),
    setMonthlyUploadLimitBytes: (bytes) => write('upload-limit', bytes === null ? null : String(Math.max(0, bytes))),
    addUploadedBytes(bytes) {
      if (bytes > 0) write('upload', `${month()} ${monthUploadedBytes() + Math.round(bytes)}`);
    },
    setPositionSeconds(videoId, positionSeconds) {
      const { [videoId]: _, ...others } = readHistory();
      const kept = Object.entries(others).sort(([, a], [, b]) => b.at - a.at);
      const entry = { s: Math.floor(positionSeconds ?? 0), at: clock.wallMs() };
      const entries: [string, { s: number; at: number }][] = positionSeconds === null ? [] : [[videoId, entry]];
      write('history', JSON.stringify(Object.fromEntries([...entries, ...kept].slice(0, HISTORY_MAX_ENTRIES))));
    },
  };
}

function numberOf(stored: string | null): number | null {
  return stored === null || stored === '' ? null : Number(stored);
}

function parseTruth(stored: string | null): boolean | null {
  if (stored === 'true') return true;
  return stored === 'false' ? false : null;
}

function parseQuality(stored: string | null): RememberedQuality | null {
  if (stored === 'auto' || stored === 'audio-only') return stored;
  return parseInteger(numberOf(stored), 1, 100_000);
}

function parseCaption(stored: string | null): string | null | undefined {
  if (stored === null) return undefined;
  return stored === 'off' ? null : stored;
}

function parseHistory(stored: string | null, oldestMs: number): History {
  const value = parseJson(stored ?? '{}');
  if (!isRecord(value)) return {};
  const valid = Object.entries(value).flatMap(([id, entry]) => {
    const s = isRecord(entry) ? parseNumber(entry.s, 0, 1e9) : null;
    const at = isRecord(entry) ? parseNumber(entry.at, oldestMs) : null;
    return s === null || at === null ? [] : [[id, { s, at }] as const];
  });
  return Object.fromEntries(valid);
}
