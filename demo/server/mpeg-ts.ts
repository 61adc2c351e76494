const PACKET_BYTES = 188;
const SYNC = 0x47;
const CLOCK_HZ = 90_000;
/** Timestamps have 33 bits. */
const WRAP = 2 ** 33;

/** A copy of an MPEG-TS segment whose PCR, PTS and DTS are later by whole seconds (ISO/IEC 13818-1, 2.4.3). */
export function shiftTimestamps(segment: Buffer, seconds: number): Buffer {
  const bytes = Buffer.from(segment);
  const ticks = seconds * CLOCK_HZ;
  if (ticks === 0) return bytes;
  for (let at = 0; at + PACKET_BYTES <= bytes.length; at += PACKET_BYTES) {
    if (bytes[at] !== SYNC) continue;
    const startsUnit = (bytes[at + 1]! & 0x40) !== 0;
    const hasAdaptation = (bytes[at + 3]! & 0x20) !== 0;
    const hasPayload = (bytes[at + 3]! & 0x10) !== 0;
    const adaptationBytes = hasAdaptation ? bytes[at + 4]! + 1 : 0;
    if (adaptationBytes > 7 && (bytes[at + 5]! & 0x10) !== 0) shiftPcr(bytes, at + 6, ticks);
    const payload = at + 4 + adaptationBytes;
    if (startsUnit && hasPayload && isPes(bytes, payload)) shiftPes(bytes, payload, ticks);
  }
  return bytes;
}

function isPes(bytes: Buffer, at: number): boolean {
  const isVideoOrAudio = (bytes[at + 3]! & 0xe0) === 0xc0 || (bytes[at + 3]! & 0xf0) === 0xe0;
  return bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1 && isVideoOrAudio;
}

function shiftPes(bytes: Buffer, at: number, ticks: number): void {
  const flags = bytes[at + 7]! >> 6;
  if (flags & 2) shiftStamp(bytes, at + 9, ticks);
  if (flags === 3) shiftStamp(bytes, at + 14, ticks);
}

/** 33 bits over five bytes, with a marker after every part. */
function shiftStamp(bytes: Buffer, at: number, ticks: number): void {
  const high = (bytes[at]! >> 1) & 7;
  const middle = bytes.readUInt16BE(at + 1) >> 1;
  const low = bytes.readUInt16BE(at + 3) >> 1;
  const value = (high * 2 ** 30 + middle * 2 ** 15 + low + ticks) % WRAP;
  bytes[at] = (bytes[at]! & 0xf0) | (Math.floor(value / 2 ** 30) << 1) | 1;
  bytes.writeUInt16BE((Math.floor(value / 2 ** 15) % 2 ** 15) * 2 + 1, at + 1);
  bytes.writeUInt16BE((value % 2 ** 15) * 2 + 1, at + 3);
}

/** The base of the clock reference: its first 33 bits. */
function shiftPcr(bytes: Buffer, at: number, ticks: number): void {
  const value = (bytes.readUInt32BE(at) * 2 + (bytes[at + 4]! >> 7) + ticks) % WRAP;
  bytes.writeUInt32BE(Math.floor(value / 2), at);
  bytes[at + 4] = (bytes[at + 4]! & 0x7f) | ((value % 2) << 7);
}
