import type { FilmList } from '../server/place.ts';
import { riverOfLight } from './films.ts';

/** Two moments of one film, a film that is gone, and the whole of it. */
export const riverList: FilmList = {
  id: 1,
  uuid: '7d0f5b94-3e26-4c1a-8b57-e6f21c9a0d38',
  title: 'An evening by the water',
  description: 'First the gold, then the lanterns, then all of it.',
  entries: [
    { id: 1, type: 0, film: riverOfLight, startSeconds: 2, stopSeconds: 10 },
    { id: 2, type: 2, film: null, startSeconds: null, stopSeconds: null },
    { id: 3, type: 0, film: riverOfLight, startSeconds: 30, stopSeconds: 40 },
    { id: 4, type: 1, film: null, startSeconds: null, stopSeconds: null },
    { id: 5, type: 0, film: riverOfLight, startSeconds: null, stopSeconds: null },
  ],
};
