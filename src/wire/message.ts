/** What two peers say to each other about one stream; segments' bytes travel beside it. */
export type Message =
  | AnnouncementMessage
  | RequestMessage
  | DataMessage
  | { readonly kind: 'completed'; readonly segmentId: number; readonly requestId: number }
  | { readonly kind: 'absent'; readonly segmentId: number; readonly requestId: number }
  | { readonly kind: 'cancel'; readonly segmentId: number; readonly requestId: number };

/** The whole of what a peer holds; it replaces what was announced before. */
export type AnnouncementMessage = {
  readonly kind: 'announcement';
  readonly loaded: readonly number[];
  /** Being fetched from a server right now. */
  readonly loading: readonly number[];
};

export type RequestMessage = {
  readonly kind: 'request';
  readonly segmentId: number;
  readonly requestId: number;
  /** First byte wanted; from there to the segment's end. */
  readonly startByte: number;
};

/** Raw payload messages follow until `sizeBytes` have arrived. */
export type DataMessage = {
  readonly kind: 'data';
  readonly segmentId: number;
  readonly requestId: number;
  readonly sizeBytes: number;
};
