/**
 * The host whose film an address, a handle or an id asks for, with its port; null where the text names none (a magnet,
 * a bare id without an instance).
 */
export function sourceHost(source: string, instance: string | null): string | null {
  const text = source.trim();
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? new URL(text).host : null;
  const handle = /^(?:acct:)?@?[^@\s/]+@([^@\s/]+)$/i.exec(text);
  if (handle !== null) return URL.canParse(`https://${handle[1]}`) ? new URL(`https://${handle[1]}`).host : null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return null;
  return instance !== null && URL.canParse(instance) ? new URL(instance).host : null;
}
