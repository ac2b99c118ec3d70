/** What a wrapped organisation key is bound to: it unwraps for this organisation and version only. */
export interface WrapContext {
  orgId: string;
  version: number;
}

/**
 * The key that wraps organisation keys. A wrap moved to another organisation or version throws `SealBroken`;
 * a root key that is disabled, missing, throttled or silent throws `KeyUnavailable`.
 */
export interface RootKeyProvider {
  /** Names the root key without revealing it; kept in every key record. */
  readonly id: string;
  wrap(key: Buffer, context: WrapContext): Promise<Buffer>;
  unwrap(wrapped: Buffer, context: WrapContext): Promise<Buffer>;
  /** Throws when the root key could not be used now; for readiness checks. */
  check(): Promise<void>;
}
