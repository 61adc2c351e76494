/** The listening half of an emitter. `Events` maps an event's name to what it carries. */
export interface Listenable<Events> {
  /** Calls `listener` at each event, until what it returns is called or `signal` aborts. */
  on<Name extends keyof Events>(
    name: Name,
    listener: (event: Events[Name]) => void,
    options?: { signal?: AbortSignal },
  ): () => void;
}

export interface Emitter<Events> extends Listenable<Events> {
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void;
  /** Forgets every listener; later events reach nobody. */
  clear(): void;
}

/** @param onListenerError told when a listener throws; the other listeners still hear the event. */
export function createEmitter<Events>(onListenerError?: (error: unknown) => void): Emitter<Events> {
  // Never changed in place: whoever is being told goes on undisturbed.
  const listeners = new Map<keyof Events, readonly ((event: never) => void)[]>();
  return {
    on(name, listener, options) {
      const off = () => {
        listeners.set(name, listeners.get(name)?.filter((each) => each !== listener) ?? []);
        options?.signal?.removeEventListener('abort', off);
      };
      if (options?.signal?.aborted) return off;
      const known = listeners.get(name) ?? [];
      if (!known.includes(listener)) listeners.set(name, [...known, listener]);
      options?.signal?.addEventListener('abort', off, { once: true });
      return off;
    },
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          (listener as (value: typeof event) => void)(event);
        } catch (error) {
          onListenerError?.(error);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
