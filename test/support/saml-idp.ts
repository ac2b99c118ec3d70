import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { selfSigned } from './certificate.js';
import { freePort } from './product.js';
import type { AtProvider } from './sign-on.js';

const PROGRAM = createRequire(import.meta.url).resolve('saml-idp/app.js');
const started: SamlIdp[] = [];
afterAll(() => {
  for (const idp of started) idp.stop();
});

/** A SAML provider that nobody here wrote (`saml-idp`), as a process of its own on loopback. */
export class SamlIdp {
  readonly keys = selfSigned();
  private readonly folder = mkdtempSync(join(tmpdir(), 'ironbark-saml-idp-'));
  private child: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async at(): Promise<SamlIdp> {
    const idp = new SamlIdp(await freePort());
    started.push(idp);
    return idp;
  }

  /** Where it tells about itself. */
  get metadataUrl(): string {
    return `http://localhost:${this.port}/metadata`;
  }

  /** Opens for one service provider. */
  async open(ours: { assertionConsumerUrl: string; metadataUrl: string }): Promise<void> {
    const [key, certificate] = [join(this.folder, 'key.pem'), join(this.folder, 'certificate.pem')];
    writeFileSync(key, this.keys.key, { mode: 0o600 });
    writeFileSync(certificate, this.keys.certificate);
    const options = {
      host: '127.0.0.1',
      port: String(this.port),
      issuer: 'urn:example:idp',
      acsUrl: ours.assertionConsumerUrl,
      audience: ours.metadataUrl,
      cert: certificate,
      key,
    };
    const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    this.child = spawn(process.execPath, [PROGRAM, ...flags], { stdio: 'ignore', env: { PATH: process.env['PATH'] } });
    for (let attempt = 0; attempt < 200; attempt++) {
      const up = await fetch(this.metadataUrl).then(
        ({ ok }) => ok,
        () => false,
      );
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('saml-idp did not start');
  }

  /** Goes through its pages as somebody. */
  signedInAs(person: { userName: string; email: string; displayName?: string }): AtProvider {
    return async (url) => {
      const page = await (await fetch(url)).text();
      const authnRequest = attribute(page, /name="_authnRequest"[^>]*value='([^']+)'/);
      const body = new URLSearchParams({
        _authnRequest: authnRequest,
        nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        ...person,
      });
      const answer = await (await fetch(`http://localhost:${this.port}/signin`, { method: 'POST', body })).text();
      return {
        post: attribute(answer, /<form[^>]*action=["']([^"']+)/),
        fields: { SAMLResponse: attribute(answer, /name="SAMLResponse"[^>]*value=["']([^"']+)/) },
      };
    };
  }

  stop(): void {
    this.child?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function attribute(page: string, pattern: RegExp): string {
  return pattern
    .exec(page)![1]!
    .replace(/&#x([0-9A-F]+);/gi, (_all, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll('&amp;', '&');
}
