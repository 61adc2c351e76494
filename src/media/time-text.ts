const WORDS = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.\d+)?s?)?$/;
const CLOCK = /^\d+(?::\d+){0,2}(?:\.\d+)?$/;
/** Longer than any film: what is beyond is a typing error. */
const MOST_SECONDS = 1_000_000;

/** Seconds, rounded down, of `1h2m3s`, `90`, `90s`, `1:30`, `1:02:03`; null for anything else. */
export function parseTimeText(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '' || trimmed.length > 24) return null;
  const words = WORDS.exec(trimmed);
  const seconds =
    words === null ? clockSeconds(trimmed) : number(words[1]) * 3600 + number(words[2]) * 60 + number(words[3]);
  return seconds !== null && seconds <= MOST_SECONDS ? seconds : null;
}

function clockSeconds(text: string): number | null {
  if (!CLOCK.test(text)) return null;
  return Math.floor(text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
}

function number(text: string | undefined): number {
  return text === undefined ? 0 : Number(text);
}

/** `1h2m3s`, as PeerTube writes times into addresses; `0s` for the beginning. */
export function formatTimeText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  return (
    parts
      .filter(([value]) => value > 0)
      .map(([value, unit]) => `${value}${unit}`)
      .join('') || '0s'
  );
}
