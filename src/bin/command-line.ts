import { PlayerError } from '../base/errors.ts';

export type CommandWords = {
  readonly values: readonly string[];
  /** `--name value` */
  option(name: string): string | null;
  /** @throws PlayerError `usage` where the option is missing. */
  required(name: string): string;
};

/** Splits `a b --name value` into values and options. @throws PlayerError `usage` for an option without a value. */
export function parseArguments(words: readonly string[]): CommandWords {
  const values: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('--')) {
      values.push(word);
      continue;
    }
    const value = words[++i];
    if (value === undefined) throw new PlayerError('usage', `The option ${word} wants a value.`);
    options.set(word.slice(2), value);
  }
  return {
    values,
    option: (name) => options.get(name) ?? null,
    required(name) {
      const value = options.get(name);
      if (value === undefined) throw new PlayerError('usage', `The option --${name} is missing.`);
      return value;
    },
  };
}
