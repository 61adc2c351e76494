import { en, type Words } from './en.ts';
import type { MoreWords } from './en-more.ts';

/** A language's words, in the order of the keys of `en` and then of `enMore`. */
export type WordList = readonly string[];

const LANGUAGES: Readonly<Record<string, () => Promise<{ words: WordList }>>> = {
  fr: () => import('./fr.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  it: () => import('./it.ts'),
  pt: () => import('./pt.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  oc: () => import('./oc.ts'),
  eo: () => import('./eo.ts'),
  ar: () => import('./ar.ts'),
  he: () => import('./he.ts'),
  ru: () => import('./ru.ts'),
  uk: () => import('./uk.ts'),
  zh: () => import('./zh.ts'),
  ja: () => import('./ja.ts'),
};

export const LANGUAGE_CODES: readonly string[] = ['en', ...Object.keys(LANGUAGES)];

const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur', 'yi'];

export type AllWords = Words & MoreWords;

export type Language = {
  /** BCP 47; numbers and dates follow it. */
  readonly code: string;
  readonly words: Words;
  readonly isRightToLeft: boolean;
  /** Adds what is not needed at the start. */
  readonly complete: (more: MoreWords) => AllWords;
};

/** What an integrator may pass: a language of his own, whole or in part (English fills the gaps). */
export type OwnLanguage = {
  readonly code: string;
  readonly words: Partial<AllWords>;
  readonly isRightToLeft?: boolean;
};

/** The built-in language that serves a BCP 47 tag; `en` where there is none. */
export function matchLanguage(tag: string): string {
  const primary = primaryOf(tag);
  return primary in LANGUAGES ? primary : 'en';
}

/** Never rejects: a language that cannot be loaded is English. */
export async function loadLanguage(tag: string): Promise<Language> {
  const list = await LANGUAGES[matchLanguage(tag)]?.().catch(() => null);
  return list ? createLanguage(tag, list.words) : createEnglish('en');
}

export function createEnglish(code: string): Language {
  return createLanguage(code, []);
}

export function createOwnLanguage(own: OwnLanguage): Language {
  return {
    code: own.code,
    words: { ...en, ...own.words },
    isRightToLeft: own.isRightToLeft ?? isRightToLeft(own.code),
    complete: (more) => ({ ...en, ...more, ...own.words }),
  };
}

function createLanguage(code: string, list: WordList): Language {
  const words = nameWords(en, list) as Words;
  const count = Object.keys(en).length;
  return {
    code,
    words,
    isRightToLeft: list.length > 0 && isRightToLeft(code),
    complete: (more) => ({ ...words, ...nameWords(more, list.slice(count)) }),
  };
}

function nameWords<Named extends Readonly<Record<string, string>>>(english: Named, list: WordList): Named {
  const entries = Object.entries(english).map(([key, text], i) => [key, list[i] || text]);
  return Object.fromEntries(entries) as Named;
}

function isRightToLeft(tag: string): boolean {
  return RIGHT_TO_LEFT.includes(primaryOf(tag));
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

/** Chooses the form of `one:…|few:…|…` for a plural category. */
export function pluralForm(forms: string, category: string): string {
  const parts = forms.split('|');
  const chosen = parts.find((part) => part.startsWith(`${category}:`));
  return chosen?.slice(category.length + 1) ?? parts.at(-1) ?? '';
}
