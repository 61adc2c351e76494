import { isRecord, type JsonRecord, parseHttpUrl, parseList, parseNumber, parseText } from '../base/check.ts';
import { type Actor, createPlainVideo, type FileMedia, type Sensitive, type Video } from '../media/video.ts';
import { hostOf, originOf } from './ask.ts';
import { asList, hasType } from './film-object.ts';
import { firstOf, parseLanguage } from './parse-parts.ts';
import { createFile } from './plain.ts';

/** A post of a microblog, as far as it shows a film: with files of its own, or with a link to one elsewhere. */
export type Post = {
  readonly url: string;
  /** Plain text, whatever markup the post had. */
  readonly text: string;
  readonly author: Actor | null;
  readonly publishedAt: string | null;
  readonly language: string | null;
  readonly sensitive: Pick<Sensitive, 'flags' | 'summary'> | null;
  readonly files: readonly FileMedia[];
  readonly posterUrl: string | null;
  readonly durationSeconds: number | null;
  /** Links in the post, its card first. */
  readonly links: readonly string[];
};

const TITLE_LENGTH = 120;

/** Mastodon's `GET /api/v1/statuses/:id`; null if this is no status. */
export function parseStatus(value: unknown, base: string): Post | null {
  if (!isRecord(value) || !Array.isArray(value.media_attachments)) return null;
  const shown = isRecord(value.reblog) ? value.reblog : value;
  const account = isRecord(shown.account) ? shown.account : {};
  const html = parseText(shown.content, 200_000) ?? '';
  const films = parseList(shown.media_attachments, 20).filter(isRecord).filter(isFilmAttachment);
  const card = isRecord(shown.card) ? parseHttpUrl(shown.card.url) : null;
  const [first] = films;
  return {
    url: parseHttpUrl(shown.url) ?? base,
    text: toPlainText(html),
    author: parseAuthor(account, base),
    publishedAt: parseText(shown.created_at, 40),
    language: parseLanguage(shown.language),
    sensitive: shown.sensitive === true ? { flags: [], summary: parseText(shown.spoiler_text, 2000) || null } : null,
    files: films.flatMap((item) => parseAttachment(item, base)),
    posterUrl: parseHttpUrl(first?.preview_url),
    durationSeconds: parseNumber(originalOf(first).duration, 0.001),
    links: [...(card === null ? [] : [card]), ...linksOf(html)],
  };
}

function parseAuthor(account: JsonRecord, base: string): Actor | null {
  const name = parseText(account.username, 200);
  if (name === null) return null;
  const acct = parseText(account.acct, 400) ?? name;
  return {
    name: parseText(account.display_name, 200) || name,
    handle: acct.includes('@') ? acct : `${acct}@${hostOf(base)}`,
    url: parseHttpUrl(account.url),
    avatarUrl: parseHttpUrl(account.avatar_static) ?? parseHttpUrl(account.avatar),
  };
}

function isFilmAttachment(item: JsonRecord): boolean {
  return item.type === 'video' || item.type === 'gifv' || item.type === 'audio';
}

function originalOf(item: JsonRecord | undefined): JsonRecord {
  const meta = isRecord(item?.meta) ? item.meta : {};
  return isRecord(meta.original) ? meta.original : {};
}

function parseAttachment(item: JsonRecord, base: string): readonly FileMedia[] {
  const url = parseHttpUrl(item.url, base) ?? parseHttpUrl(item.remote_url);
  if (url === null) return [];
  const original = originalOf(item);
  return [createFile(url, measuresOf(original))];
}

function measuresOf(value: JsonRecord): Pick<FileMedia, 'widthPx' | 'heightPx' | 'label'> {
  const heightPx = parseNumber(value.height, 1, 100_000);
  return { widthPx: parseNumber(value.width, 1, 100_000), heightPx, label: heightPx === null ? '' : `${heightPx}p` };
}

/** An ActivityPub `Note`, `Article` or `Page`; null for anything else. */
export function parseNote(value: unknown, base: string): Post | null {
  if (!isRecord(value) || !['Note', 'Article', 'Page', 'Question'].some((type) => hasType(value, type))) return null;
  const attachments = asList(value.attachment).filter(isRecord);
  const html = parseText(value.content, 200_000) ?? '';
  const url = firstOf(asList(value.url), (link) => parseHttpUrl(isRecord(link) ? link.href : link));
  const author = parseHttpUrl(
    firstOf(asList(value.attributedTo), (item) => parseText(isRecord(item) ? item.id : item)),
  );
  return {
    url: url ?? parseHttpUrl(value.id) ?? base,
    text: parseText(value.name, 1000) || toPlainText(html),
    author: author === null ? null : { name: nameOf(author), handle: null, url: author, avatarUrl: null },
    publishedAt: parseText(value.published, 40),
    language: null,
    sensitive: value.sensitive === true ? { flags: [], summary: parseText(value.summary, 2000) || null } : null,
    files: attachments.flatMap((item) => parseDocument(item, base)),
    posterUrl: null,
    durationSeconds: null,
    links: [
      ...attachments.flatMap((item) => (item.type === 'Link' ? (parseHttpUrl(item.href) ?? []) : [])),
      ...linksOf(html),
    ],
  };
}

function parseDocument(item: JsonRecord, base: string): readonly FileMedia[] {
  const mimeType = parseText(item.mediaType, 100)?.toLowerCase() ?? (item.type === 'Video' ? 'video/mp4' : '');
  if (!/^(?:video|audio)\//.test(mimeType)) return [];
  const url = firstOf(asList(item.url), (link) => parseHttpUrl(isRecord(link) ? link.href : link, base));
  return url === null ? [] : [createFile(url, { ...measuresOf(item), mimeType })];
}

function nameOf(actorUrl: string): string {
  return new URL(actorUrl).pathname.split('/').filter(Boolean).pop()?.replace(/^@/, '') ?? hostOf(actorUrl);
}

/** A film of a post that carries its own file. A post may hold several: they are not versions of one. */
export function createPostVideo(post: Post, file: FileMedia): Video {
  const origin = originOf(post.url);
  const title = post.text.length > TITLE_LENGTH ? `${post.text.slice(0, TITLE_LENGTH - 1)}…` : post.text;
  return {
    ...createPlainVideo({ url: post.url, title, media: file, sharing: { kind: 'none', reason: 'not-hls' } }),
    description: post.text,
    pageUrl: post.url,
    instance: { origin, name: hostOf(origin), software: null, version: null },
    channel: post.author,
    account: post.author,
    publishedAt: post.publishedAt,
    durationSeconds: post.durationSeconds,
    aspectRatio: file.widthPx !== null && file.heightPx !== null ? file.widthPx / file.heightPx : null,
    language: post.language,
    posterUrl: post.posterUrl,
    sensitive: post.sensitive === null ? null : { ...post.sensitive, policy: 'warn' },
  };
}

/** Addresses behind the links of a piece of HTML, without mentions and hashtags. */
function linksOf(html: string): readonly string[] {
  const links: string[] = [];
  for (const match of html.matchAll(/<a\b([^>]{0,4096})>/gi)) {
    const attributes = match[1] ?? '';
    const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
    const url = parseHttpUrl(decodeEntities(href?.[1] ?? href?.[2] ?? ''));
    if (url !== null && !/\b(?:mention|hashtag)\b/.test(attributes) && links.length < 10) links.push(url);
  }
  return links;
}

/** Markup taken away: what is left is shown as text only. */
export function toPlainText(html: string): string {
  const broken = html.replace(/<(?:br|\/p|\/div|\/li)\b[^>]*>/gi, '\n').replace(/<[^>]*>/g, '');
  return decodeEntities(broken)
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
    if (code === null) return ENTITIES[String(name).toLowerCase()] ?? whole;
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
