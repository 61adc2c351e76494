/** What a viewer's page tells the theatre, ten times a second while something flows, else once a second. */
export type ViewerReport = {
  readonly kind: 'fleuve-demo-report';
  /** The viewer's own names among its peers. */
  readonly peerIds: readonly string[];
  /** Since the last report. */
  readonly fromServerBytes: number;
  readonly fromPeersBytes: Readonly<Record<string, number>>;
  readonly toPeersBytes: Readonly<Record<string, number>>;
  readonly connectedPeers: readonly string[];
  readonly phase: string;
  readonly positionSeconds: number;
  readonly bufferSeconds: number;
  /** How long the picture stood still for want of data, since the film began. */
  readonly stalledMs: number;
  readonly qualities: readonly { readonly id: string; readonly label: string }[];
  readonly chosenQualityId: string;
  readonly activeQualityLabel: string | null;
  readonly sharing: string;
  readonly error: string | null;
};

/** What the theatre asks of a viewer. */
export type ViewerCommand = {
  readonly kind: 'fleuve-demo-command';
  readonly quality?: string;
  readonly isSharing?: boolean;
};

export function isReport(data: unknown): data is ViewerReport {
  return typeof data === 'object' && data !== null && (data as { kind?: unknown }).kind === 'fleuve-demo-report';
}

export function isCommand(data: unknown): data is ViewerCommand {
  return typeof data === 'object' && data !== null && (data as { kind?: unknown }).kind === 'fleuve-demo-command';
}
