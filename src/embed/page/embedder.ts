/**
 * The host of the page that shows this one, with its port; empty where the browser does not tell, null where nobody
 * shows it. `ancestorOrigins` is exact where it exists; the referrer is the page that loaded the frame.
 */
export function findEmbedderHost(): string | null {
  if (window.parent === window) return null;
  const candidates = [document.location.ancestorOrigins?.[0], document.referrer];
  for (const candidate of candidates) {
    if (candidate !== undefined && /^https?:/.test(candidate) && URL.canParse(candidate))
      return new URL(candidate).host;
  }
  return '';
}
