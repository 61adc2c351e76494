import { isRecord, parseList, parseText } from '../base/check.ts';

/** `embed.config.json` beside the page: whose films it may show. */
export type EmbedConfig = {
  /** Host names such as `tube.example`, `*.example`, or `*`. */
  readonly instances: readonly string[];
};

/** A page that was told nothing shows films of its own host only. */
export const DEFAULT_EMBED_CONFIG: EmbedConfig = { instances: [] };

const MAX_INSTANCES = 10_000;

/** Reads the file's JSON; what is malformed is left out. */
export function parseEmbedConfig(value: unknown): EmbedConfig {
  if (!isRecord(value)) return DEFAULT_EMBED_CONFIG;
  const instances = parseList(value.instances, MAX_INSTANCES)
    .map((entry) => parseText(entry, 253)?.toLowerCase() ?? null)
    .filter((entry) => entry !== null && /^(\*|(\*\.)?[a-z0-9.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?)$/.test(entry));
  return { instances: instances as string[] };
}

/** @param host of the film, with its port if it has one. @param ownHost of the page. */
export function isHostAllowed(config: EmbedConfig, host: string, ownHost: string): boolean {
  const wanted = host.toLowerCase();
  if (wanted === ownHost.toLowerCase()) return true;
  return config.instances.some((entry) => {
    if (entry === '*' || entry === wanted) return true;
    return entry.startsWith('*.') && wanted.endsWith(entry.slice(1));
  });
}
