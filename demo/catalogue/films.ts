import { type Film, readMediaList } from './film.ts';

const RIVER: Omit<Film, 'id' | 'uuid' | 'title' | 'description' | 'privacy' | 'password' | 'publishedAt'> = {
  tags: ['river', 'light', 'night'],
  folder: 'river',
  media: readMediaList('river'),
  captions: [
    { language: 'en', label: 'English', file: 'en.vtt' },
    { language: 'fr', label: 'French', file: 'fr.vtt' },
  ],
  chapters: [
    { seconds: 0, title: 'Gold' },
    { seconds: 13, title: 'Dusk' },
    { seconds: 24, title: 'First lanterns' },
    { seconds: 34, title: 'Northern lights' },
    { seconds: 49, title: 'Morning' },
  ],
  hasStoryboard: true,
  isPermanentLive: false,
  isMirrored: false,
};

/** The film that the home page and the theatre show. */
export const riverOfLight: Film = {
  ...RIVER,
  id: 1,
  uuid: '9f1c3d5e-27ab-4c60-8e94-d3b7a1f05c82',
  title: 'River of Light',
  description:
    'A minute on the water, from the last gold of the evening to the first of the morning.\n\n' +
    'Somebody sets a lantern on the river; the next one lights theirs from it. By midnight nobody knows whose was first.\n\n' +
    '0:00 Gold\n0:13 Dusk\n0:24 First lanterns\n0:34 Northern lights\n0:49 Morning',
  privacy: 1,
  password: null,
  publishedAt: '2026-06-21T19:30:00.000Z',
};

/** The password is `lantern`. */
export const riverBehindPassword: Film = {
  ...RIVER,
  id: 2,
  uuid: '5b8e2f71-0c4d-4d3a-b6a9-71e0c9f4d215',
  title: 'River of Light, for friends',
  description: 'The same minute, for those who know the word.',
  privacy: 5,
  password: 'lantern',
  publishedAt: '2026-06-22T08:00:00.000Z',
};

export const privateRiver: Film = {
  ...RIVER,
  id: 3,
  uuid: 'c2d94a06-7f1e-4b58-93cd-1a6e5b08f743',
  title: 'River of Light, the private cut',
  description: 'Only whoever made it can see it.',
  privacy: 3,
  password: null,
  publishedAt: '2026-06-22T09:00:00.000Z',
};

/** Its files are kept by the second instance too. */
export const mirroredRiver: Film = {
  ...RIVER,
  id: 4,
  uuid: 'e81a6c3b-94d0-4f27-a5b2-0c7d3e9f16a4',
  title: 'River of Light, kept upstream',
  description: 'The same minute. Mountain Tube keeps a copy, in case this server is away.',
  privacy: 1,
  password: null,
  publishedAt: '2026-06-20T19:30:00.000Z',
  isMirrored: true,
};

/** Its sound is a file of its own. */
export const northernLights: Film = {
  id: 5,
  uuid: '1b7e4d90-c538-4a6f-9d12-8f0a3e5b7c64',
  title: 'Northern Lights over the Fjord',
  description: 'Half a minute without a word. The sound travels apart from the picture.',
  tags: ['fjord', 'aurora', 'night'],
  privacy: 1,
  password: null,
  publishedAt: '2026-06-19T22:00:00.000Z',
  folder: 'north',
  media: readMediaList('north'),
  captions: [],
  chapters: [],
  hasStoryboard: true,
  isPermanentLive: false,
  isMirrored: false,
};

/** Mirrored, but mirrors keep no sound that is a file of its own. */
export const mirroredLights: Film = {
  ...northernLights,
  id: 7,
  uuid: '4c9b1e37-d80f-4a52-b6c3-95e7f2a08d1b',
  title: 'Northern Lights, kept upstream',
  description: 'The same half minute. Mountain Tube keeps a copy of the picture.',
  publishedAt: '2026-06-17T22:00:00.000Z',
  isMirrored: true,
};

/** Goes on the air, off again and comes back. */
export const nightOnTheWater: Film = {
  id: 6,
  uuid: '36f0a8d2-71bc-4e95-8a4d-c5b29e17f083',
  title: 'A night on the water, live',
  description: 'The river as it is now. It pauses sometimes, and it comes back.',
  tags: ['live', 'river'],
  privacy: 1,
  password: null,
  publishedAt: '2026-06-18T20:00:00.000Z',
  folder: 'live',
  media: null,
  captions: [],
  chapters: [],
  hasStoryboard: false,
  isPermanentLive: true,
  isMirrored: false,
};
