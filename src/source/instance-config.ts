import { isRecord, type JsonRecord, parseList, parseNumber, parseText } from '../base/check.ts';
import type { Http } from '../base/http.ts';
import { MINUTE_MS } from '../base/units.ts';
import type { Instance, PlayerTheme, Sensitive } from '../media/video.ts';
import { type Asking, askJson, hostOf } from './ask.ts';

/** What a player has to know of an instance. */
export type InstanceConfig = {
  readonly instance: Instance;
  /** What the administrator chose for viewers who chose nothing. */
  readonly isSharingDefault: { readonly webapp: boolean; readonly embed: boolean };
  readonly hasTracker: boolean;
  readonly stunUrls: readonly string[];
  readonly sensitivePolicy: Sensitive['policy'];
  /** How often the instance wants to hear that somebody watches; null: never. */
  readonly watchingIntervalMs: { readonly anonymous: number | null; readonly user: number | null };
  /** How often it wants playback metrics; null: never. */
  readonly metricsIntervalMs: number | null;
  /** For films whose settings are not known; null before 8.0. */
  readonly playerTheme: PlayerTheme | null;
};

/** PeerTube 6.x lists no STUN servers; its own player always asks these two. */
const STUN_URLS_OF_VERSION_6 = ['stun:stun.stunprotocol.org', 'stun:stun.framasoft.org'];
const KEPT_MS = 10 * MINUTE_MS;
const DEFAULT_WATCHING_INTERVAL_MS = 5000;

type Kept = { readonly askedMs: number; readonly config: Promise<InstanceConfig | null> };
/** Films of a playlist ask the same instance again and again. Kept as long as the `Http` they share. */
const keptByHttp = new WeakMap<Http, Map<string, Kept>>();

/** The instance's configuration; null if it does not tell. */
export function askInstanceConfig(asking: Asking, origin: string): Promise<InstanceConfig | null> {
  const { http, clock } = asking.ports;
  const kept = keptByHttp.get(http) ?? new Map<string, Kept>();
  keptByHttp.set(http, kept);
  const known = kept.get(origin);
  if (known !== undefined && clock.nowMs() - known.askedMs < KEPT_MS) return known.config;
  // Without the caller's signal: an answer that the next caller can use is worth waiting for.
  const config = askJson({ ports: asking.ports }, { url: `${origin}/api/v1/config` }).then((answer) => {
    if (!answer.ok) kept.delete(origin);
    return answer.ok ? parseInstanceConfig(answer.value.value, origin) : null;
  });
  kept.set(origin, { askedMs: clock.nowMs(), config });
  return config;
}

/** Null if this is no PeerTube configuration. */
export function parseInstanceConfig(value: unknown, origin: string): InstanceConfig | null {
  if (!isRecord(value)) return null;
  const version = parseText(value.serverVersion, 64);
  const instance = record(value.instance);
  if (version === null && !isRecord(value.instance)) return null;
  const sharing = record(record(value.defaults).p2p);
  const interval = record(record(record(value.views).videos).watchingInterval);
  const metrics = record(record(value.openTelemetry).metrics);
  return {
    instance: {
      origin,
      name: parseText(instance.name, 200) || hostOf(origin),
      software: 'peertube',
      version,
    },
    isSharingDefault: {
      webapp: record(sharing.webapp).enabled !== false,
      embed: record(sharing.embed).enabled !== false,
    },
    hasTracker: record(value.tracker).enabled !== false,
    stunUrls: parseStunUrls(record(value.webrtc).stunServers, version),
    sensitivePolicy: parseSensitivePolicy(instance.defaultNSFWPolicy) ?? 'display',
    watchingIntervalMs: {
      anonymous: parseInterval(interval.anonymous, interval),
      user: parseInterval(interval.users, interval),
    },
    metricsIntervalMs: metrics.enabled === true ? (parseNumber(metrics.playbackStatsInterval, 1000) ?? 15_000) : null,
    playerTheme: parsePlayerTheme(record(record(value.defaults).player).theme),
  };
}

/** The names differ between PeerTube and us; null for anything else. */
export function parseSensitivePolicy(value: unknown): Sensitive['policy'] | null {
  if (value === 'do_not_list') return 'hide';
  return value === 'blur' || value === 'warn' || value === 'display' ? value : null;
}

/** Null for any theme that is not known here, such as `channel-default`. */
export function parsePlayerTheme(value: unknown): PlayerTheme | null {
  return value === 'galaxy' || value === 'lucide' ? value : null;
}

function parseInterval(value: unknown, whole: JsonRecord): number | null {
  if (value === null) return null;
  return Object.keys(whole).length === 0 ? DEFAULT_WATCHING_INTERVAL_MS : parseNumber(value, 1000);
}

function parseStunUrls(value: unknown, version: string | null): readonly string[] {
  if (!Array.isArray(value)) return version !== null && /^[0-6]\./.test(version) ? STUN_URLS_OF_VERSION_6 : [];
  return parseList(value, 20).filter(
    (url): url is string => typeof url === 'string' && /^stuns?:[\w.:[\]-]{1,255}(?:\?[\w=]+)?$/i.test(url),
  );
}

function record(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
