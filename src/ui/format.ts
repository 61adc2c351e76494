/** Numbers and times as the language writes them. */
export type Format = ReturnType<typeof createFormat>;

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** @param language BCP 47; one that `Intl` does not know falls back to English. */
export function createFormat(language: string) {
  const locale = isKnown(language) ? language : 'en';
  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, options).format(value);
  const unit = (value: number, name: string, digits: number) =>
    number(value, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
  const bytes = (value: number, suffix: string) => {
    const power = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
    const scaled = value / 1000 ** power;
    return unit(scaled, UNITS[power] + suffix, scaled < 10 && power > 1 ? 1 : 0);
  };
  return {
    number,
    percent: (fraction: number) => number(fraction, { style: 'percent', maximumFractionDigits: 0 }),
    /** Decimal units, as networks count. */
    bytes: (value: number) => bytes(value, ''),
    rate: (bytesPerSecond: number) => bytes(bytesPerSecond, '-per-second'),
    seconds: (value: number) => unit(value, 'second', 1),
    factor: (value: number) => `${number(value, { maximumFractionDigits: 2 })}×`,
    locale,
    clock: clockTime,
    fill,
    plural: (value: number) => new Intl.PluralRules(locale).select(value),
  };
}

function isKnown(language: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}

/** `1:02:03`, `2:03`; below zero with a minus sign. What is no number becomes `0:00`. */
export function clockTime(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.floor(Math.abs(seconds)) : 0;
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  const text = parts.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
  return seconds <= -1 ? `−${text}` : text;
}

/** `1h2m3s`, as links to a moment write it. */
export function linkTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${whole % 60}s`;
}

/** Puts values into a sentence: `{name}`. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
