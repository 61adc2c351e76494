/** What `/demo/state` says of one instance. */
export type InstanceState = {
  readonly origin: string;
  readonly mediaBytes: number;
  readonly indexBytes: number;
  readonly controls: { readonly isCutOff: boolean; readonly rateBytesPerSecond: number | null };
};

export async function readServer(): Promise<InstanceState | null> {
  const response = await fetch('/demo/state').catch(() => null);
  if (!response?.ok) return null;
  const state = (await response.json()) as { instances: InstanceState[] };
  return state.instances[0] ?? null;
}

export async function turnServer(change: Record<string, unknown>, path = 'controls'): Promise<void> {
  await fetch(`/demo/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ instance: 0, ...change }),
  });
}
