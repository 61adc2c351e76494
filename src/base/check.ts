/** What a server or a peer said is hostile until one of these has looked at it. None of them throws. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text, or null if it is no string or longer than `maxLength` UTF-16 units. */
export function parseText(value: unknown, maxLength = 4096): string | null {
  return typeof value === 'string' && value.length <= maxLength ? value : null;
}

/** A finite number within the bounds, or null. */
export function parseNumber(value: unknown, low = -Number.MAX_VALUE, high = Number.MAX_VALUE): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= low && value <= high ? value : null;
}

/** A safe integer within the bounds, or null. */
export function parseInteger(
  value: unknown,
  low = Number.MIN_SAFE_INTEGER,
  high = Number.MAX_SAFE_INTEGER,
): number | null {
  return Number.isSafeInteger(value) ? parseNumber(value, low, high) : null;
}

/** At most `maxLength` items; what is no array is an empty one. */
export function parseList(value: unknown, maxLength = 1000): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, maxLength) : [];
}

/** An absolute http(s) URL without credentials, resolved against `base`; null for anything else (`javascript:` too). */
export function parseHttpUrl(value: unknown, base?: string): string | null {
  const text = parseText(value, 8192);
  if (text === null || text === '' || !URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.username === '' && url.password === '' ? url.href : null;
}

/** The value that `text` holds as JSON, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
