const HEX = '0123456789abcdef';
/** Of one call; engines limit them. */
const MAX_ARGUMENTS = 8192;

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  return text;
}

/** Null unless `text` is an even number of hexadecimal digits. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** One character per byte, as the WebTorrent tracker protocol writes its ids. */
export function toLatin1(bytes: Uint8Array): string {
  let text = '';
  // At once, and not a character after the other: what is kept by the hundred is then one string, not a tree of them.
  for (let i = 0; i < bytes.length; i += MAX_ARGUMENTS) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + MAX_ARGUMENTS) as unknown as number[]);
  }
  return text;
}

/** Null if a character does not fit in one byte. */
export function fromLatin1(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) return null;
    bytes[i] = code;
  }
  return bytes;
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(toLatin1(bytes));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Malformed sequences become U+FFFD. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
