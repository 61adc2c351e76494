import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSelfLink } from '../../../src/source/actor.ts';
import { parseFileToken } from '../../../src/source/credentials.ts';
import { parseFilmObject } from '../../../src/source/film-object.ts';
import { parseInstanceConfig } from '../../../src/source/instance-config.ts';
import { parseSoftware } from '../../../src/source/nodeinfo.ts';
import {
  parseCaptions,
  parseChapters,
  parseLiveDetails,
  parseObjectChapters,
  parseStoryboards,
} from '../../../src/source/peertube-extras.ts';
import { parsePeerTubeFilm } from '../../../src/source/peertube-film.ts';
import { parsePage, parsePlaylist } from '../../../src/source/playlist.ts';
import { parseNote, parseStatus } from '../../../src/source/post.ts';
import { FIRST, fixture } from '../../support/recorded-http.ts';

const page = { origin: FIRST, policy: 'display' } as const;
/** Every parser that meets an answer of an instance. */
const PARSERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  film: (value) => parsePeerTubeFilm(value, FIRST),
  object: (value) => parseFilmObject(value, FIRST),
  config: (value) => parseInstanceConfig(value, FIRST),
  playlist: (value) => parsePlaylist(value, FIRST),
  page: (value) => parsePage(value, page),
  captions: (value) => parseCaptions(value, FIRST),
  chapters: parseChapters,
  objectChapters: parseObjectChapters,
  storyboards: (value) => parseStoryboards(value, FIRST),
  live: parseLiveDetails,
  token: parseFileToken,
  finger: parseSelfLink,
  software: parseSoftware,
  status: (value) => parseStatus(value, FIRST),
  note: (value) => parseNote(value, FIRST),
};

/** File names, the parser that they are for, and what it has to find. */
const TABLE: readonly (readonly [RegExp, keyof typeof PARSERS, unknown])[] = [
  [
    /^video-(?!password-(?:no|wrong)|live)/,
    'film',
    { isLive: false, durationSeconds: expect.any(Number), posterUrl: expect.stringContaining(FIRST) },
  ],
  [/^video-live/, 'film', { isLive: true, durationSeconds: null, numericId: expect.any(Number) }],
  [/^video-webonly/, 'film', { hls: [], files: [{ kind: 'file' }, { kind: 'file' }] }],
  [
    /^video-main/,
    'film',
    {
      privacyId: 1,
      hls: [{ isMuxed: true, files: { length: 2 } }],
      trackerUrls: ['ws://127.0.0.1:9001/tracker/socket'],
    },
  ],
  [/^video-main-remote-seen/, 'film', { isLocal: false }],
  [/^video-private-owner/, 'film', { privacyId: 3 }],
  [/^video-internal-owner/, 'film', { privacyId: 4 }],
  [/^video-password-ok/, 'film', { privacyId: 5 }],
  [/^video-unlisted/, 'film', { privacyId: 2 }],
  [/^video-password-(?:no|wrong)/, 'film', null],
  [
    /^ap-video-(?:main|unlisted|webvideo|live)\.json/,
    'object',
    {
      hls: [
        {
          hashesUrl: expect.stringContaining('sha256'),
          infoHashes: expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{40}$/)]),
        },
      ],
    },
  ],
  [/^ap-video-(?:webonly|live-idle)/, 'object', { hls: [] }],
  [/^ap-video-live/, 'object', { live: { startsAt: [] } }],
  [/^ap-video-(?:password|private)/, 'object', null],
  [/^ap-(?:account|channel|playlist)/, 'object', null],
  [/^ap-chapters/, 'objectChapters', { length: 3 }],
  [/^captions(?:-remote|\.json)/, 'captions', [{ language: 'en' }, { language: 'fr' }]],
  [/^captions-password-ok/, 'captions', [{ language: 'en' }]],
  [/^captions-password-nopassword/, 'captions', []],
  [/^chapters/, 'chapters', [{ startSeconds: 0 }, { startSeconds: 15 }, { startSeconds: 40 }]],
  [/^storyboards/, 'storyboards', { tileWidthPx: 192, sheetHeightPx: 648 }],
  [
    /^config/,
    'config',
    {
      hasTracker: true,
      metricsIntervalMs: null,
      watchingIntervalMs: { anonymous: 5000, user: 5000 },
      instance: { version: '6.3.0' },
    },
  ],
  [/^playlist\.json/, 'playlist', { title: 'Test playlist' }],
  [/^playlist-elements/, 'page', { total: 4, entries: { length: 4 } }],
  [/^token-video-p(?:assword|rivate)/, 'token', { token: expect.any(String), expiresAt: expect.any(String) }],
  [/^token-video-public/, 'token', null],
  [/^live-session/, 'live', { isPermanent: true, latency: 'default' }],
  [/^webfinger/, 'finger', expect.stringContaining(FIRST)],
  [/^well-known-nodeinfo/, 'software', null],
  [/^nodeinfo/, 'software', { name: 'peertube', version: '6.3.0' }],
  [/^error-/, 'film', null],
];

const names = readdirSync(new URL('../../fixtures/peertube-6.3.0/', import.meta.url)).filter((name) =>
  name.endsWith('.json'),
);
const values = new Map(names.map((name) => [name, fixture(name)] as const));

describe('the recorded answers', () => {
  const cases = TABLE.flatMap(([pattern, parser, expected]) =>
    names.filter((name) => pattern.test(name)).map((name) => [name, parser, expected] as const),
  );

  it.each(cases)('%s is read as %s', (name, parser, expected) => {
    const parsed = PARSERS[parser]?.(JSON.parse(values.get(name) ?? ''));
    if (expected === null || typeof expected !== 'object') expect(parsed).toEqual(expected);
    else expect(parsed).toMatchObject(expected);
  });

  it('uses every line of the table', () => {
    for (const [pattern] of TABLE)
      expect(
        names.some((name) => pattern.test(name)),
        String(pattern),
      ).toBe(true);
  });

  it('make no parser throw, whichever meets whichever', () => {
    for (const text of values.values()) {
      if (text === '') continue;
      const value: unknown = JSON.parse(text);
      for (const parse of Object.values(PARSERS)) parse(value);
    }
    for (const value of [null, undefined, 1, 'x', [], {}, [[]], { data: 1 }, { data: [null, 1, {}] }]) {
      for (const parse of Object.values(PARSERS)) parse(value);
    }
  });
});

describe('parseFilmObject', () => {
  const object = JSON.parse(fixture('ap-video-main.json')) as Record<string, unknown>;

  it('reads the caption links of 8.2 and the plain actors of 7.3', () => {
    const subtitleLanguage = [
      {
        identifier: 'fr',
        name: 'French',
        url: [
          { mediaType: 'application/x-mpegURL', href: `${FIRST}/fr.m3u8` },
          { mediaType: 'text/vtt', href: `${FIRST}/fr.vtt` },
        ],
      },
    ];
    const attributedTo = [`${FIRST}/accounts/root`, `${FIRST}/video-channels/root_channel`];
    expect(parseFilmObject({ ...object, subtitleLanguage, attributedTo }, FIRST)).toMatchObject({
      captions: [{ language: 'fr', url: `${FIRST}/fr.vtt` }],
      actorUrls: { person: attributedTo[0], group: attributedTo[1] },
    });
  });

  it('reads sensitive tags, schedules and the window of lives of later versions', () => {
    const change = {
      sensitive: true,
      summary: 'blood',
      tag: [{ type: 'SensitiveTag', name: 'Violent' }],
      isLiveBroadcast: true,
      schedules: [{ startDate: '2026-12-01T20:00:00.000Z' }, { startDate: 'soon' }],
      dvrWindow: 3600,
    };
    expect(parseFilmObject({ ...object, ...change }, FIRST)).toMatchObject({
      isSensitive: true,
      sensitiveFlags: ['violent'],
      sensitiveSummary: 'blood',
      live: { startsAt: ['2026-12-01T20:00:00.000Z'], dvrSeconds: 3600 },
    });
  });

  it('takes no hash that is none', () => {
    const link = { type: 'Link', mediaType: 'application/x-mpegURL', href: `${FIRST}/m.m3u8` };
    const tag = ['7F67f4f03a4b0b4b43a78416b7b7682a224164b6', '7f67', 'g'.repeat(40), null, 5].map((name) => ({
      type: 'Infohash',
      name,
    }));
    expect(parseFilmObject({ ...object, url: [{ ...link, tag }] }, FIRST)?.hls[0]?.infoHashes).toEqual([
      '7f67f4f03a4b0b4b43a78416b7b7682a224164b6',
    ]);
  });
});
