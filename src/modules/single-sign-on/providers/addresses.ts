/** The addresses of ours that a provider is told: each connection has its own, so that one's answer is never taken for another's. */
export class SignOnAddresses {
  constructor(private readonly publicUrl: string) {}

  /** OpenID: where people come back to (the redirect URI). */
  callback(connectionId: string): string {
    return `${this.publicUrl}/api/v1/auth/sso/${connectionId}/callback`;
  }

  /** OpenID: where the provider says that somebody signed out (back-channel logout). */
  logout(connectionId: string): string {
    return `${this.publicUrl}/api/v1/auth/sso/${connectionId}/logout`;
  }

  /** SAML: where people come back to (the assertion consumer service). */
  assertionConsumer(connectionId: string): string {
    return `${this.publicUrl}/api/v1/auth/sso/${connectionId}/acs`;
  }

  /** SAML: our metadata, whose address is also our name (entity id). */
  metadata(connectionId: string): string {
    return `${this.publicUrl}/api/v1/auth/sso/${connectionId}/metadata`;
  }

  /** The page that goes on, on our own site; the fragment is never sent to a server. */
  landing(code: string): string {
    return `${this.publicUrl}/sign-in/return#${code}`;
  }
}
