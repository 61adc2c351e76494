/**
 * The theatre's viewers all sit on this machine. Browsers hide local addresses behind names that are looked up by
 * multicast, and where a network or a container carries none, no two of them would meet. So every hidden address gets a
 * twin that says "this machine".
 */
export function meetOnThisMachine(): void {
  const original = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (this: RTCPeerConnection, ...args: unknown[]) {
    const [description, ...rest] = args as [RTCSessionDescriptionInit, ...unknown[]];
    const sdp = description?.sdp;
    const widened = sdp ? { type: description.type, sdp: addLoopback(sdp) } : description;
    return (original as (...all: unknown[]) => Promise<void>).call(this, widened, ...rest);
  } as typeof original;
}

/** SDP with a loopback twin after every UDP candidate whose address is a `.local` name. */
export function addLoopback(sdp: string): string {
  return sdp
    .split('\r\n')
    .flatMap((line) => {
      const isHidden = /^a=candidate:\S+ \d+ udp \d+ [\w-]+\.local \d+ typ host/i.test(line);
      return isHidden ? [line, line.replace(/[\w-]+\.local/, '127.0.0.1')] : [line];
    })
    .join('\r\n');
}
