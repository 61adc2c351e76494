const names = new Set<string>();

/**
 * Engines keep their peer ids to themselves, and every announce to a tracker carries one: so we read along. Each is kept
 * as text and in hexadecimal digits, since engines differ in how they name their peers.
 */
export function readOwnNames(): ReadonlySet<string> {
  const original = WebSocket.prototype.send;
  WebSocket.prototype.send = function (this: WebSocket, data: Parameters<typeof original>[0]) {
    const id = typeof data === 'string' ? findPeerId(data) : null;
    if (id !== null) {
      names.add(id);
      names.add([...id].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join(''));
    }
    original.call(this, data);
  };
  return names;
}

function findPeerId(text: string): string | null {
  try {
    const { peer_id: id } = JSON.parse(text) as { peer_id?: unknown };
    return typeof id === 'string' && id.length === 20 ? id : null;
  } catch {
    return null;
  }
}
