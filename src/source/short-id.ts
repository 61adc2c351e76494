/** Flickr's base 58: no 0, O, I or l. */
const ALPHABET = '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const BASE = BigInt(ALPHABET.length);
const SHORT_LENGTH = 22;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LARGEST = (1n << 128n) - 1n;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The 22 characters that PeerTube writes into its short addresses: the uuid as one 128-bit number, in base 58. */
export function shortenUuid(uuid: string): string | null {
  if (!isUuid(uuid)) return null;
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  while (rest > 0n) {
    text = ALPHABET.charAt(Number(rest % BASE)) + text;
    rest /= BASE;
  }
  return text.padStart(SHORT_LENGTH, ALPHABET.charAt(0));
}

/** The uuid that a short id stands for; null if it is none (22 characters of base 58 hold more than 128 bits). */
export function expandShortId(shortId: string): string | null {
  if (shortId.length !== SHORT_LENGTH) return null;
  let value = 0n;
  for (const character of shortId) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = value * BASE + BigInt(digit);
  }
  if (value > LARGEST) return null;
  const hex = value.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A film's or a playlist's id as PeerTube takes it: a positive number, a uuid or a short id. */
export function isFilmId(text: string): boolean {
  return isUuid(text) || /^[1-9]\d{0,15}$/.test(text) || expandShortId(text) !== null;
}
