/**
 * What sites of the fediverse and beyond keep of a page or an oEmbed answer, rebuilt from their published rules: the
 * point of each function is to refuse what its site refuses.
 */
export type Shown =
  | {
      readonly kind: 'frame';
      readonly src: string;
      readonly widthPx: number;
      readonly heightPx: number;
      readonly sandbox: string | null;
      readonly allow: string | null;
      readonly hasFullscreen: boolean;
    }
  | { readonly kind: 'file'; readonly src: string }
  | { readonly kind: 'link'; readonly reason: string };

export type OEmbedAnswer = Readonly<Record<string, unknown>>;

type Element = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => NAMED[name] ?? whole);
}

/** The void and frame elements of a page, in order, as a reader without JavaScript sees them. */
export function readElements(html: string): Element[] {
  const withoutScripts = html.replace(/<script\b[\s\S]*?<\/script>/gi, '').replace(/<style\b[\s\S]*?<\/style>/gi, '');
  return [...withoutScripts.matchAll(/<(meta|link|iframe|blockquote)\b((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*>/gi)].map(
    (found) => ({
      name: (found[1] ?? '').toLowerCase(),
      attributes: Object.fromEntries(
        [...(found[2] ?? '').matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map((pair) => [
          pair[1] ?? '',
          decode(pair[2] ?? ''),
        ]),
      ),
    }),
  );
}

export function readMeta(html: string, key: string): string[] {
  return readElements(html)
    .filter(({ name, attributes }) => name === 'meta' && (attributes.property ?? attributes.name) === key)
    .map(({ attributes }) => attributes.content ?? '');
}

function oEmbedLink(html: string): string | null {
  const link = readElements(html).find(
    ({ name, attributes }) => name === 'link' && attributes.type === 'application/json+oembed',
  );
  return link?.attributes.href ?? null;
}

function firstFrame(html: string): Readonly<Record<string, string>> | null {
  return readElements(html).find(({ name }) => name === 'iframe')?.attributes ?? null;
}

function isAbsoluteHttps(url: string | undefined): url is string {
  return url?.startsWith('https://') === true;
}

type Page = { readonly html: string; readonly oEmbed: (url: string) => OEmbedAnswer | null };

/** Mastodon: 1 MB of HTML, the first oEmbed link, type `video` only; a player card with its size otherwise. */
export function mastodon(page: Page): Shown {
  if (new TextEncoder().encode(page.html).length > 1_000_000) return { kind: 'link', reason: 'page too large' };
  const url = oEmbedLink(page.html);
  const answer = url === null ? null : page.oEmbed(url);
  const sandbox = 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms';
  const clicked = (src: string) => {
    const target = new URL(src);
    target.searchParams.set('autoplay', '1');
    target.searchParams.set('auto_play', '1');
    return target.href;
  };
  if (answer?.version === '1.0' && answer.type === 'video' && typeof answer.html === 'string') {
    // Its sanitiser keeps allowfullscreen, frameborder, height, scrolling, src and width.
    const frame = firstFrame(answer.html);
    if (frame === null || !isAbsoluteHttps(frame.src)) return { kind: 'link', reason: 'no https frame' };
    if (!(Number(answer.width) > 0 && Number(answer.height) > 0)) return { kind: 'link', reason: 'no size' };
    return {
      kind: 'frame',
      src: clicked(frame.src),
      widthPx: Number(frame.width),
      heightPx: Number(frame.height),
      sandbox,
      allow: null,
      hasFullscreen: 'allowfullscreen' in frame,
    };
  }
  const [player, width, height] = ['twitter:player', 'twitter:player:width', 'twitter:player:height'].map(
    (key) => readMeta(page.html, key)[0],
  );
  if (!isAbsoluteHttps(player) || !(Number(width) > 0) || !(Number(height) > 0)) {
    return { kind: 'link', reason: 'neither oEmbed nor player card' };
  }
  return {
    kind: 'frame',
    src: clicked(player),
    widthPx: Number(width),
    heightPx: Number(height),
    sandbox,
    allow: null,
    hasFullscreen: true,
  };
}

const MISSKEY_ALLOW = [
  'autoplay',
  'clipboard-write',
  'fullscreen',
  'encrypted-media',
  'picture-in-picture',
  'web-share',
];

/** Misskey (summaly): exactly one frame, https, at most 1024 high, and no feature beyond its list. */
export function misskey(page: Page): Shown {
  const url = oEmbedLink(page.html);
  const answer = url === null ? null : page.oEmbed(url);
  if (answer === null) return { kind: 'link', reason: 'no oEmbed' };
  if (readMeta(page.html, 'twitter:card')[0] === 'summary_large_image') return { kind: 'link', reason: 'large image' };
  const html = String(answer.html);
  if (answer.version !== '1.0' || !['video', 'rich'].includes(String(answer.type)))
    return { kind: 'link', reason: 'type' };
  if (!html.startsWith('<iframe ') || !html.endsWith('</iframe>')) return { kind: 'link', reason: 'more than a frame' };
  const frames = readElements(html);
  const frame = frames[0]?.attributes;
  if (frames.length !== 1 || frame === undefined || !isAbsoluteHttps(frame.src))
    return { kind: 'link', reason: 'no https frame' };
  if (!(Number(answer.height) > 0) || Number(answer.height) > 1024) return { kind: 'link', reason: 'height' };
  const features = (frame.allow ?? '')
    .split(';')
    .map((feature) => feature.trim())
    .filter((feature) => feature !== '');
  if (features.some((feature) => !MISSKEY_ALLOW.includes(feature)))
    return { kind: 'link', reason: 'a feature it refuses' };
  const sandbox = 'allow-popups allow-scripts allow-storage-access-by-user-activation allow-same-origin';
  return {
    kind: 'frame',
    src: frame.src,
    widthPx: Number(answer.width),
    heightPx: Number(answer.height),
    sandbox,
    allow: features.join('; '),
    hasFullscreen: features.includes('fullscreen'),
  };
}

/** WordPress for a provider it does not know: a quotation hides the frame, the sandbox makes its origin opaque. */
export function wordPress(page: Page): Shown {
  const url = oEmbedLink(page.html);
  const answer = url === null ? null : page.oEmbed(url);
  const html = String(answer?.html ?? '');
  if (answer === null || !['video', 'rich'].includes(String(answer.type))) return { kind: 'link', reason: 'no oEmbed' };
  if (readElements(html).some(({ name }) => name === 'blockquote'))
    return { kind: 'link', reason: 'a quotation hides the frame' };
  const frame = firstFrame(html);
  if (frame === null || !isAbsoluteHttps(frame.src)) return { kind: 'link', reason: 'no frame' };
  return {
    kind: 'frame',
    src: `${frame.src}#?secret=Ab3dEf6h9j`,
    widthPx: Number(frame.width),
    heightPx: Number(frame.height),
    sandbox: 'allow-scripts',
    allow: null,
    hasFullscreen: false,
  };
}

/** Ghost puts the HTML in as it is, and wants a width that is a number. */
export function ghost(page: Page): Shown {
  const url = oEmbedLink(page.html);
  const answer = url === null ? null : page.oEmbed(url);
  if (answer === null || typeof answer.html !== 'string' || typeof answer.width !== 'number') {
    return { kind: 'link', reason: 'no html or no width' };
  }
  const frame = firstFrame(answer.html);
  if (frame === null) return { kind: 'link', reason: 'no frame' };
  return {
    kind: 'frame',
    src: frame.src ?? '',
    widthPx: Number(frame.width),
    heightPx: Number(frame.height),
    sandbox: null,
    allow: frame.allow ?? null,
    hasFullscreen: 'allowfullscreen' in frame,
  };
}

/** Discourse: frames of hosts that its administrator allows, and otherwise a file that OpenGraph names. */
export function discourse(page: Page, allowedFrames: readonly string[]): Shown {
  const url = oEmbedLink(page.html);
  const answer = url === null ? null : page.oEmbed(url);
  const frame = typeof answer?.html === 'string' ? firstFrame(answer.html) : null;
  if (
    frame?.src !== undefined &&
    Number(answer?.height) > 0 &&
    allowedFrames.some((prefix) => frame.src?.startsWith(prefix))
  ) {
    return {
      kind: 'frame',
      src: frame.src,
      widthPx: Number(frame.width),
      heightPx: Number(frame.height),
      sandbox: null,
      allow: frame.allow ?? null,
      hasFullscreen: true,
    };
  }
  const file = openGraphFile(page.html);
  const isVideo = readMeta(page.html, 'og:type')[0]?.startsWith('video.') ?? false;
  return isVideo && file !== null
    ? { kind: 'file', src: file }
    : { kind: 'link', reason: 'frame not allowed, no file' };
}

/** Discord shows a file that plays by itself. */
export function discord(page: Page): Shown {
  const file = openGraphFile(page.html);
  return file === null ? { kind: 'link', reason: 'no mp4' } : { kind: 'file', src: file };
}

/** The address of the `og:video` entry that is followed by the type `video/mp4`. */
function openGraphFile(html: string): string | null {
  let current: string | null = null;
  for (const { name, attributes } of readElements(html)) {
    if (name !== 'meta') continue;
    if (attributes.property === 'og:video') current = attributes.content ?? null;
    if (attributes.property === 'og:video:type' && attributes.content === 'video/mp4') return current;
  }
  return null;
}

/** Lemmy and Friendica: `og:video:url` in a frame, https, of a domain on a list. */
export function openGraphFrame(page: Page, domains: readonly string[]): Shown {
  const src = readMeta(page.html, 'og:video:url')[0] ?? readMeta(page.html, 'og:video')[0];
  if (!isAbsoluteHttps(src)) return { kind: 'link', reason: 'no https frame' };
  if (!domains.includes(new URL(src).hostname)) return { kind: 'link', reason: 'a domain that is not listed' };
  return {
    kind: 'frame',
    src,
    widthPx: Number(readMeta(page.html, 'og:video:width')[0] ?? 0),
    heightPx: Number(readMeta(page.html, 'og:video:height')[0] ?? 0),
    sandbox: null,
    allow: null,
    hasFullscreen: true,
  };
}

/** Diaspora*: a preview needs title, type, image and address; frames come from providers on its list only. */
export function diaspora(page: Page, providers: readonly string[]): Shown {
  const url = oEmbedLink(page.html);
  const answer = url === null ? null : page.oEmbed(`${url}${url.includes('?') ? '&' : '?'}maxwidth=420&maxheight=420`);
  const provider = String(answer?.provider_url ?? '');
  if (answer !== null && providers.includes(provider)) {
    const frame = firstFrame(String(answer.html));
    if (frame?.src !== undefined) {
      return {
        kind: 'frame',
        src: `${frame.src}${frame.src.includes('?') ? '&' : '?'}autoplay=1&wmode=opaque`,
        widthPx: Number(frame.width),
        heightPx: Number(frame.height),
        sandbox: null,
        allow: null,
        hasFullscreen: 'allowfullscreen' in frame,
      };
    }
  }
  const missing = ['og:title', 'og:type', 'og:image', 'og:url'].filter((key) => readMeta(page.html, key).length === 0);
  return { kind: 'link', reason: missing.length === 0 ? 'preview' : `no ${missing.join(', ')}` };
}
