/** Nobody is helped by being brought back to the first seconds. */
const RESUME_MIN_SECONDS = 5;
/** What is left after this is the end of the credits: the film begins anew. */
const RESUME_END_MARGIN_SECONDS = 1;

export type StartWishes = {
  /** What the page, the link or the playlist says, the first that speaks; null if none does. */
  readonly wishedSeconds: number | null;
  /** Where the viewer stopped last time. */
  readonly rememberedSeconds: number | null;
  readonly durationSeconds: number | null;
  readonly isLive: boolean;
  readonly mayResume: boolean;
};

/** Where a film begins, and whether that is where the viewer stopped. */
export function chooseStart(wishes: StartWishes): { readonly startSeconds: number; readonly isResumed: boolean } {
  const { wishedSeconds, rememberedSeconds, durationSeconds } = wishes;
  const isWithin = (seconds: number) =>
    durationSeconds === null || seconds < durationSeconds - RESUME_END_MARGIN_SECONDS;
  if (wishedSeconds !== null) return { startSeconds: isWithin(wishedSeconds) ? wishedSeconds : 0, isResumed: false };
  const isResumed =
    wishes.mayResume &&
    !wishes.isLive &&
    rememberedSeconds !== null &&
    rememberedSeconds >= RESUME_MIN_SECONDS &&
    isWithin(rememberedSeconds);
  return { startSeconds: isResumed ? rememberedSeconds : 0, isResumed };
}
