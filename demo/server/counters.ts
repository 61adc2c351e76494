/** One request for media as the server saw it. */
export type MediaRequest = {
  readonly path: string;
  readonly range: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  status: number;
  sentBytes: number;
};

const KEPT_REQUESTS = 5_000;

/** What left an origin, counted as it is written. */
export class Counters {
  /** Segments and init sections. */
  mediaBytes = 0;
  /** Playlists and hash lists. */
  indexBytes = 0;
  /** Views that were accepted. */
  views = 0;
  readonly viewPosts: { readonly uuid: string; readonly at: number; readonly body: Record<string, unknown> }[] = [];
  readonly bytesByPath = new Map<string, number>();
  readonly requests: MediaRequest[] = [];
  readonly announcedHashes = new Set<string>();
  readonly refusedHashes = new Set<string>();

  /** Remembers a request; `sent` is to be called with every chunk that went out. */
  begin(path: string, range: string | null): { answer(status: number): void; sent(bytes: number): void } {
    const entry: MediaRequest = { path, range, at: Date.now(), status: 0, sentBytes: 0 };
    this.requests.push(entry);
    if (this.requests.length > KEPT_REQUESTS) this.requests.shift();
    const isIndex = /\.(m3u8|json)$/.test(path);
    return {
      answer: (status) => {
        entry.status = status;
      },
      sent: (bytes) => {
        entry.sentBytes += bytes;
        this.bytesByPath.set(path, (this.bytesByPath.get(path) ?? 0) + bytes);
        if (isIndex) this.indexBytes += bytes;
        else this.mediaBytes += bytes;
      },
    };
  }

  reset(): void {
    this.mediaBytes = 0;
    this.indexBytes = 0;
    this.views = 0;
    this.viewPosts.length = 0;
    this.bytesByPath.clear();
    this.requests.length = 0;
    this.announcedHashes.clear();
    this.refusedHashes.clear();
  }
}
