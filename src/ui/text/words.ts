import { en, type WordKey, type Words } from './en.ts';

/** A language's words, in the order of the keys of `en`. */
export type WordList = readonly string[];

const LANGUAGES: Readonly<Record<string, () => Promise<{ words: WordList }>>> = {
  fr: () => import('./fr.ts'),
};

export const LANGUAGE_CODES: readonly string[] = ['en', ...Object.keys(LANGUAGES)];

const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur', 'yi'];

export type Language = { readonly code: string; readonly words: Words; readonly isRightToLeft: boolean };

/** What an integrator may pass: a language of his own, whole or in part (English fills the gaps). */
export type OwnLanguage = { readonly code: string; readonly words: Partial<Words>; readonly isRightToLeft?: boolean };

export const ENGLISH: Language = { code: 'en', words: en, isRightToLeft: false };

/** The built-in language that serves a BCP 47 tag; `en` where there is none. */
export function matchLanguage(tag: string): string {
  const primary = tag.toLowerCase().split('-')[0] ?? 'en';
  return primary in LANGUAGES ? primary : 'en';
}

/** Never rejects: a language that cannot be loaded is English. */
export async function loadLanguage(tag: string): Promise<Language> {
  const code = matchLanguage(tag);
  const load = LANGUAGES[code];
  if (load === undefined) return ENGLISH;
  try {
    const { words } = await load();
    // A tag such as `fr-CA` keeps its region: numbers and dates follow it.
    return { code: tag, words: nameWords(words), isRightToLeft: isRightToLeft(code) };
  } catch {
    return ENGLISH;
  }
}

export function isRightToLeft(tag: string): boolean {
  return RIGHT_TO_LEFT.includes(tag.toLowerCase().split('-')[0] ?? '');
}

export function completeLanguage(own: OwnLanguage): Language {
  return {
    code: own.code,
    words: { ...en, ...own.words },
    isRightToLeft: own.isRightToLeft ?? isRightToLeft(own.code),
  };
}

export function nameWords(list: WordList): Words {
  const keys = Object.keys(en) as WordKey[];
  return Object.fromEntries(keys.map((key, i) => [key, list[i] || en[key]])) as Words;
}

/** Chooses the form of `one:…|few:…|…` for a plural category. */
export function pluralForm(forms: string, category: string): string {
  const parts = forms.split('|');
  const chosen = parts.find((part) => part.startsWith(`${category}:`));
  return chosen?.slice(category.length + 1) ?? parts.at(-1) ?? '';
}
