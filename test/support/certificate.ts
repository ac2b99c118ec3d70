import { createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

/** A key and a certificate for it, signed by itself: what identity providers sign with. */
export interface KeyAndCertificate {
  privateKey: KeyObject;
  /** PEM. */
  key: string;
  /** PEM. */
  certificate: string;
  /** Base64 of DER. */
  bare: string;
}

const DAY_MS = 86_400_000;
const RSA_SHA256 = '300d06092a864886f70d01010b0500';

/** Makes one, valid for so many days from now; negative days make one that has ended. Nothing else here makes X.509 (RFC 5280). */
export function selfSigned(days = 365, bits = 2048): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const algorithm = Buffer.from(RSA_SHA256, 'hex');
  const name = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('Test provider')))));
  const until = Date.now() + days * DAY_MS;
  const body = der(
    0x30,
    Buffer.from('a003020102', 'hex'),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    der(0x30, time(Math.min(Date.now(), until) - 2 * DAY_MS), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(body).sign(privateKey);
  const bare = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature)).toString('base64');
  return {
    privateKey,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${bare.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    bare,
  };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function time(at: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
}
