import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** Flags of authenticator data (WebAuthn 6.1). */
const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** How an authenticator, or whoever plays one, departs from what is right. */
export interface Crooked {
  origin?: string;
  /** The user was not checked. */
  unverified?: boolean;
  /** Counts on from here instead. */
  counter?: number;
  challenge?: string;
}

/** A passkey in software: ES256, no attestation. Written from the standard, so that it can also answer wrongly. */
export class Authenticator {
  readonly id = randomBytes(32);
  counter = 0;
  private readonly key: KeyObject;
  private readonly cose: Uint8Array;

  constructor(private readonly rpId = 'localhost') {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.key = privateKey;
    const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string };
    this.cose = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ]),
    );
  }

  /** What a browser hands back after making this passkey. */
  create(options: { challenge: string }, crooked: Crooked = {}): object {
    const lengthOfId = Buffer.alloc(2);
    lengthOfId.writeUInt16BE(this.id.length);
    const authData = Buffer.concat([this.data(crooked, ATTESTED), Buffer.alloc(16), lengthOfId, this.id, this.cose]);
    const attestationObject = isoCBOR.encode(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ]) as never,
    );
    return this.answer({
      clientDataJSON: this.clientData('webauthn.create', options, crooked).toString('base64url'),
      attestationObject: Buffer.from(attestationObject).toString('base64url'),
      transports: ['internal'],
    });
  }

  /** What a browser hands back after this passkey was used. */
  get(options: { challenge: string }, crooked: Crooked = {}): object {
    this.counter = crooked.counter ?? this.counter + 1;
    const authenticatorData = this.data(crooked);
    const clientData = this.clientData('webauthn.get', options, crooked);
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()]);
    return this.answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: createSign('sha256').update(signed).sign(this.key).toString('base64url'),
    });
  }

  private data({ unverified = false }: Crooked, more = 0): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags = Buffer.from([PRESENT | (unverified ? 0 : VERIFIED) | more]);
    return Buffer.concat([createHash('sha256').update(this.rpId).digest(), flags, counter]);
  }

  private clientData(type: string, { challenge }: { challenge: string }, crooked: Crooked): Buffer {
    const origin = crooked.origin ?? 'http://localhost:3000';
    return Buffer.from(JSON.stringify({ type, challenge: crooked.challenge ?? challenge, origin, crossOrigin: false }));
  }

  private answer(response: object): object {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, authenticatorAttachment: 'platform', response };
  }
}
