/** What of `libheif-js` is used: it comes without types of its own for this. */
declare module 'libheif-js/wasm-bundle.js' {
  interface Pixels {
    /** RGBA, eight bits each. */
    data: Uint8ClampedArray;
    width: number;
    height: number;
  }

  interface HeifImage {
    is_primary(): boolean;
    get_width(): number;
    get_height(): number;
    /** Fills the pixels and hands them over; null when they cannot be decoded. */
    display(into: Pixels, done: (filled: Pixels | null) => void): void;
  }

  const libheif: { HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] } };
  export default libheif;
}
