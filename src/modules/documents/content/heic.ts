import libheif from 'libheif-js/wasm-bundle.js';
import sharp, { type Sharp } from 'sharp';

/** Why a photograph is not drawn: it does not open at all, or nobody here can decode it, or it is too large. */
export type HeicFault = 'broken' | 'undrawable';

/**
 * The photograph of an HEIC or HEIF file (ISO/IEC 23008-12), decoded and the right way up. `libheif` runs as WebAssembly, in memory of its own.
 * What the file says of the place and the camera is not read.
 */
export async function openHeic(file: Buffer, mostPixels: number): Promise<Sharp | HeicFault> {
  const images = new libheif.HeifDecoder().decode(file);
  const image = images.find((one) => one.is_primary()) ?? images[0];
  if (!image) return 'broken';
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > mostPixels) return 'undrawable';
  const data = new Uint8ClampedArray(width * height * 4);
  const drawn = await new Promise<boolean>((resolve) => image.display({ data, width, height }, (done) => resolve(done !== null)));
  return drawn ? sharp(data, { raw: { width, height, channels: 4 } }) : 'undrawable';
}
