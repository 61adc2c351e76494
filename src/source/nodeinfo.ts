import { isRecord, parseHttpUrl, parseText } from '../base/check.ts';
import { type Asking, askJson } from './ask.ts';
import { asList } from './film-object.ts';
import { firstOf } from './parse-parts.ts';

export type ServerSoftware = { readonly name: string; readonly version: string | null };

/** What runs at `origin`, by NodeInfo; null if it does not say. */
export async function askSoftware(asking: Asking, origin: string): Promise<ServerSoftware | null> {
  const links = await askJson(asking, { url: `${origin}/.well-known/nodeinfo` });
  if (!links.ok || !isRecord(links.value.value)) return null;
  const url = firstOf(asList(links.value.value.links), (link) =>
    isRecord(link) && /nodeinfo\.diaspora\.software\/ns\/schema\/2/.test(parseText(link.rel) ?? '')
      ? parseHttpUrl(link.href, origin)
      : null,
  );
  // A server speaks for itself only.
  if (url === null || new URL(url).origin !== origin) return null;
  const answer = await askJson(asking, { url });
  return answer.ok ? parseSoftware(answer.value.value) : null;
}

export function parseSoftware(value: unknown): ServerSoftware | null {
  const software = isRecord(value) && isRecord(value.software) ? value.software : {};
  const name = parseText(software.name, 64);
  return name === null ? null : { name: name.toLowerCase(), version: parseText(software.version, 64) };
}
