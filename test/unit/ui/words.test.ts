import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/ui/text/en.ts';
import { enMore } from '../../../src/ui/text/en-more.ts';
import {
  createOwnLanguage,
  LANGUAGE_CODES,
  loadLanguage,
  matchLanguage,
  pluralForm,
} from '../../../src/ui/text/words.ts';

const KEYS = Object.keys({ ...en, ...enMore });
const ENGLISH: Readonly<Record<string, string>> = { ...en, ...enMore };
const OTHERS = LANGUAGE_CODES.filter((code) => code !== 'en');
const MAX_BYTES = 1536;

const sourceOf = (code: string) => readFileSync(new URL(`../../../src/ui/text/${code}.ts`, import.meta.url), 'utf8');
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('languages', () => {
  it('are the sixteen that are promised', () => {
    const promised = ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl', 'pl', 'oc', 'eo', 'ar', 'he', 'ru', 'uk', 'zh', 'ja'];
    expect([...LANGUAGE_CODES].sort()).toEqual(promised.sort());
  });

  it.each(OTHERS)('%s says everything, in the order of the English keys', (code) => {
    const keys = [...sourceOf(code).matchAll(/\/\* (\w+) \*\//g)].map((match) => match[1]);
    expect(keys).toEqual(KEYS);
  });

  it.each(OTHERS)('%s keeps the places of values', async (code) => {
    const words: Readonly<Record<string, string>> = await (await loadLanguage(code)).complete(enMore);
    for (const key of KEYS) {
      expect(words[key], key).not.toBe('');
      expect(placeholders(words[key] ?? ''), key).toEqual(placeholders(ENGLISH[key] ?? ''));
    }
  });

  it.each(OTHERS)('%s has a word for every number', async (code) => {
    const { words } = await loadLanguage(code);
    const rules = new Intl.PluralRules(code);
    for (const count of [0, 1, 2, 3, 5, 11, 21, 22, 100, 1.5]) {
      const text = pluralForm(words.viewers, rules.select(count));
      expect(text).not.toMatch(/\||^\w+:/);
      // A word that names the number itself stands for exactly one or two (or none).
      if (!text.includes('{n}')) expect([0, 1, 2]).toContain(count);
    }
  });

  it.each(OTHERS)('%s weighs at most 1.5 KB', async (code) => {
    const words = await (await loadLanguage(code)).complete(enMore);
    const list = JSON.stringify(KEYS.map((key) => (words as Readonly<Record<string, string>>)[key]));
    expect(gzipSync(`export const words=${list};`, { level: 9 }).length).toBeLessThanOrEqual(MAX_BYTES);
  });
});

describe('matchLanguage', () => {
  it('finds a language by its first part and falls back to English', () => {
    expect(matchLanguage('fr-CA')).toBe('fr');
    expect(matchLanguage('ZH-Hant-TW')).toBe('zh');
    expect(matchLanguage('tlh')).toBe('en');
    expect(matchLanguage('')).toBe('en');
  });
});

describe('createOwnLanguage', () => {
  it('fills gaps with English and knows the direction', async () => {
    const own = createOwnLanguage({ code: 'fa', words: { play: 'پخش' } });
    expect(own.isRightToLeft).toBe(true);
    expect(own.words.play).toBe('پخش');
    expect((await own.complete(enMore)).password).toBe(enMore.password);
  });
});

describe('pluralForm', () => {
  it('takes the last form where a category has none of its own', () => {
    expect(pluralForm('one:{n} viewer|{n} viewers', 'one')).toBe('{n} viewer');
    expect(pluralForm('one:{n} viewer|{n} viewers', 'many')).toBe('{n} viewers');
    expect(pluralForm('{n} 人', 'other')).toBe('{n} 人');
  });
});
