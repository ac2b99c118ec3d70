const NIBBLE = new Uint8Array(128).fill(255);
for (let i = 0; i < 16; i++) {
  NIBBLE[i.toString(16).charCodeAt(0)] = i;
  NIBBLE[i.toString(16).toUpperCase().charCodeAt(0)] = i;
}
const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** Writes a UUID into four 32-bit words from `at`. Throws RangeError when the text is not a UUID. */
export function writeUuid(id: string, into: Uint32Array, at = 0): void {
  let word = 0;
  let digits = 0;
  for (let i = 0; i < id.length; i++) {
    const nibble = NIBBLE[id.charCodeAt(i)];
    if (nibble === undefined || nibble === 255) continue;
    word = (word << 4) | nibble;
    digits++;
    if ((digits & 7) === 0 && digits <= 32) into[at + (digits >>> 3) - 1] = word;
  }
  if (digits !== 32 || id.length !== 36) throw new RangeError('not a UUID');
}

/** The canonical text of the UUID whose four words start at `at`. */
export function readUuid(from: Uint32Array, at = 0): string {
  const byte = (i: number): string => HEX[(from[at + (i >>> 2)]! >>> (24 - (i & 3) * 8)) & 255]!;
  return (
    `${byte(0)}${byte(1)}${byte(2)}${byte(3)}-${byte(4)}${byte(5)}-${byte(6)}${byte(7)}-` +
    `${byte(8)}${byte(9)}-${byte(10)}${byte(11)}${byte(12)}${byte(13)}${byte(14)}${byte(15)}`
  );
}

/** Orders two UUIDs as PostgreSQL does, byte by byte. */
export function compareUuid(a: Uint32Array, at: number, b: Uint32Array, bt: number): number {
  for (let i = 0; i < 4; i++) {
    const difference = a[at + i]! - b[bt + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A well-mixed 32-bit hash of a UUID, whatever its version. */
export function hashUuid(from: Uint32Array, at: number): number {
  let hash = 0x9e3779b9;
  for (let i = 0; i < 4; i++) {
    hash = Math.imul(hash ^ from[at + i]!, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
