import { Sealed, SealedRow } from '../../../common/crypto/sealed.js';
import type { OidcSettings, SamlSettings, TestResult } from '../domain/connection.js';

/** What a connection seals: how its provider is reached and trusted, and what the last test read. */
@SealedRow('sso_connection')
export class ConnectionSealed {
  @Sealed({ group: 'sealed' })
  oidc!: OidcSettings | null;

  @Sealed({ group: 'sealed' })
  saml!: SamlSettings | null;

  @Sealed({ group: 'test' })
  result!: TestResult;
}
