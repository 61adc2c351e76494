export type LogLevel = 'debug' | 'warn';

/** Where notes for developers go; the library itself never writes to the console. */
export interface Log {
  note(level: LogLevel, message: string, context?: Readonly<Record<string, unknown>>): void;
}

export const SILENT_LOG: Log = {
  note() {
    // Said on purpose to nobody.
  },
};
