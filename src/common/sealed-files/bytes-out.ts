import { OutgoingMessage } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import { letGo } from './let-go.js';

/** The last stream that opened bytes go through: counts them, and when they are piped to an HTTP answer lets go of each piece once the system has it. */
export class BytesOut extends Transform {
  /** Bytes that came in. */
  taken = 0;

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.taken += bytes.length;
    done(null, bytes);
  }

  override pipe<Destination extends NodeJS.WritableStream>(destination: Destination, options?: { end?: boolean }): Destination {
    // Only an HTTP answer calls back when its bytes are written; another stream may still hold them.
    if (!(destination instanceof OutgoingMessage) || options?.end === false) return super.pipe(destination, options);
    this.on('data', (bytes: Buffer) => {
      const goesOn = destination.write(bytes, (error) => {
        if (!error) letGo(bytes);
      });
      if (!goesOn) this.pause();
    });
    destination.on('drain', () => this.resume());
    this.once('end', () => destination.end());
    return destination;
  }
}
