import type { FilmName } from './films.ts';

/** One viewer of a row. */
export type Arrival = {
  readonly atSeconds: number;
  /** Seconds after his arrival; null: he stays to the end. */
  readonly leavesAfterSeconds: number | null;
  /** His own HTTP limit; WebRTC is not limited. */
  readonly httpBitsPerSecond: number | null;
  /** Fetches all there is, however far ahead. */
  readonly isWholeFilm: boolean;
  /** Enters the row's figures; the first viewer has nobody to take from. */
  readonly isCounted: boolean;
};

export type Row = {
  readonly name: string;
  readonly title: string;
  readonly film: FilmName;
  readonly limitBitsPerSecond: number | null;
  readonly arrivals: readonly Arrival[];
  /** The row is over when the counted viewers have seen the film to its end, or after so many seconds. */
  readonly maxSeconds: number;
  /** Before the rest comes, those who fetch the whole film must hold it. */
  readonly mustHoldWholeFilm: boolean;
};

const VIEWER: Arrival = {
  atSeconds: 0,
  leavesAfterSeconds: null,
  httpBitsPerSecond: null,
  isWholeFilm: false,
  isCounted: true,
};

/** The weak origin: a little less than 8 viewers need. */
const WEAK_BITS_PER_SECOND = 12_000_000;
/** Less than half of it. */
const WEAKEST_BITS_PER_SECOND = 6_000_000;

const BASE = { film: 'short', limitBitsPerSecond: null, maxSeconds: 240, mustHoldWholeFilm: false } as const;

export const ROWS: readonly Row[] = [
  { ...BASE, name: 'staggered', title: '8 viewers, 3 s apart', arrivals: viewers(8, 3) },
  { ...BASE, name: 'together', title: '8 viewers, same start', arrivals: viewers(8, 0) },
  {
    ...BASE,
    name: 'weak-origin',
    title: '8 viewers, same start, origin limited to 12 Mbit/s',
    limitBitsPerSecond: WEAK_BITS_PER_SECOND,
    arrivals: viewers(8, 0),
    maxSeconds: 300,
  },
  {
    ...BASE,
    name: 'weakest-origin',
    title: '8 viewers, same start, origin limited to 6 Mbit/s',
    limitBitsPerSecond: WEAKEST_BITS_PER_SECOND,
    arrivals: viewers(8, 0),
    maxSeconds: 300,
  },
  {
    ...BASE,
    name: 'long-two',
    title: '2 viewers watch 60 s of a 25-min film, 5 s apart',
    film: 'long',
    arrivals: viewers(2, 5).map((viewer) => ({ ...viewer, leavesAfterSeconds: 60 })),
  },
  {
    ...BASE,
    name: 'long-third',
    title: 'third viewer of a 25-min film that two hold',
    film: 'long',
    arrivals: [
      { ...VIEWER, isWholeFilm: true, isCounted: false },
      { ...VIEWER, isWholeFilm: true, isCounted: false },
      { ...VIEWER, leavesAfterSeconds: 60 },
    ],
    mustHoldWholeFilm: true,
  },
  {
    ...BASE,
    name: 'churn',
    title: '12 viewers arrive every 10 s and leave after 40 s',
    arrivals: viewers(12, 10).map((viewer, i) => ({ ...viewer, leavesAfterSeconds: 40, isCounted: i > 0 })),
  },
  {
    ...BASE,
    name: 'renditions',
    title: '3 renditions, 3 of 8 viewers limited to 0.9 Mbit/s by HTTP',
    film: 'ladder',
    arrivals: viewers(8, 3).map((viewer, i) => ({ ...viewer, httpBitsPerSecond: i % 3 === 1 ? 900_000 : null })),
  },
  {
    ...BASE,
    name: 'live',
    title: '8 viewers of a live, 4 s TS segments',
    film: 'live',
    arrivals: viewers(8, 1).map((viewer) => ({ ...viewer, leavesAfterSeconds: 90 })),
  },
  {
    ...BASE,
    name: 'weak-live',
    title: '8 viewers of a live, origin limited to 6 Mbit/s',
    film: 'live',
    limitBitsPerSecond: WEAKEST_BITS_PER_SECOND,
    arrivals: viewers(8, 1).map((viewer) => ({ ...viewer, leavesAfterSeconds: 75 })),
  },
];

/** The same on a film of 12 s, for a look in between: three rows with three engines have to end within six minutes. */
export function shorten(row: Row): Row {
  return { ...row, film: row.film === 'short' ? 'brief' : row.film, maxSeconds: 40 };
}

function viewers(count: number, gapSeconds: number): readonly Arrival[] {
  return Array.from({ length: count }, (_, i) => ({ ...VIEWER, atSeconds: i * gapSeconds }));
}
