/** What is going on, in one sentence. */
export function tellStory(scene: {
  names: readonly string[];
  share: number | null;
  engine: string;
  isCutOff: boolean;
  isSlow: boolean;
  isAnyoneWaiting: boolean;
}): string {
  const { names, share, engine, isCutOff, isSlow, isAnyoneWaiting } = scene;
  if (names.length === 0) return 'Nobody is watching. Let somebody in.';
  if (isCutOff && names.length === 1) return `The server is gone, and ${names[0]} has nobody else to ask.`;
  if (isCutOff && isAnyoneWaiting) return 'The server is gone. What some viewer has, the others get.';
  if (isCutOff) return 'The server is gone, and the film goes on: viewers hand it to each other.';
  if (engine === 'http') return 'Without sharing, the server carries the film once for every viewer.';
  if (names.length === 1)
    return `${names[0]} gets the film from the server. Whoever comes next can get it from ${names[0]}.`;
  if (isSlow && (share ?? 0) > 0.3) return 'The server is slow. Most of the film comes from other viewers.';
  if (share !== null && share > 0.45) return 'The server sends the film about once. Viewers carry it to each other.';
  return 'Viewers find each other, and what one has, the others need not ask the server for.';
}
