/** What a viewer chose and we remember. Reading and writing never throw: where storage is refused, memory serves. */
export interface Storage {
  read(key: string): string | null;
  write(key: string, value: string | null): void;
}

export function createMemoryStorage(): Storage {
  const values = new Map<string, string>();
  return {
    read: (key) => values.get(key) ?? null,
    write(key, value) {
      if (value === null) values.delete(key);
      else values.set(key, value);
    },
  };
}
