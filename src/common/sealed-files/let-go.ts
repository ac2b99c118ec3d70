/**
 * Gives memory back at once; the bytes are empty afterwards. For bytes that nobody else holds or will read: a view on a part of
 * something larger is left alone. V8 counts such memory beside its heap and goes through the whole heap for every 64 MB of it:
 * of a long stream that costs several times what sealing does, and a hundred megabytes lie about meanwhile.
 */
export function letGo(bytes: Buffer): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) buffer.transfer(0);
}
