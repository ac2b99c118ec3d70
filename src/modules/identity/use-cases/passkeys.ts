import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { isIP } from 'node:net';
import type { Factor, FactorRepository, PasskeySecrets } from '../persistence/factor.repository.js';
import type { StepRepository } from '../persistence/step.repository.js';

type Passkey = Factor & { kind: 'passkey' };

/** A passkey that a browser has just made, checked. */
export interface NewPasskey {
  secrets: Omit<PasskeySecrets, 'label'>;
  counter: number;
}

/**
 * WebAuthn level 3 as we use it: discoverable passkeys that check their user, no attestation, bound to the public
 * address. Every challenge is kept hashed with its step and taken once.
 */
export class Passkeys {
  private readonly origin: string;
  private readonly rpId: string;

  constructor(
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    publicUrl: string,
  ) {
    const { origin, hostname } = new URL(publicUrl);
    this.origin = origin;
    this.rpId = hostname;
  }

  /** Whether passkeys work here: an address of digits cannot own any (WebAuthn 5.1.2). */
  get possible(): boolean {
    return isIP(this.rpId.replace(/^\[|\]$/g, '')) === 0;
  }

  /** What a browser needs to ask for one of these passkeys; for any of this site when none are given. */
  async requestOptions(stepId: string, known: readonly Factor[] = []): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const options = await generateAuthenticationOptions({
      rpID: this.rpId,
      userVerification: 'required',
      allowCredentials: known
        .filter(isPasskey)
        .map(({ credentialId, transports }) => ({ id: credentialId, transports: transports as never[] })),
    });
    await this.steps.challenge(stepId, options.challenge);
    return options;
  }

  /** What a browser needs to make a passkey for an account. */
  async creationOptions(
    stepId: string,
    accountId: string,
    address: string,
    known: readonly Factor[],
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const options = await generateRegistrationOptions({
      rpName: 'Ironbark',
      rpID: this.rpId,
      userName: address,
      userID: new Uint8Array(Buffer.from(accountId.replaceAll('-', ''), 'hex')),
      attestationType: 'none',
      excludeCredentials: known
        .filter(isPasskey)
        .map(({ credentialId, transports }) => ({ id: credentialId, transports: transports as never[] })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.steps.challenge(stepId, options.challenge);
    return options;
  }

  /** Checks what the browser made. Undefined when it does not answer the challenge of this step, on this site, with its user checked. */
  async created(stepId: string, response: unknown): Promise<NewPasskey | undefined> {
    const verified = await quietly(async () =>
      verifyRegistrationResponse({
        response: response as RegistrationResponseJSON,
        expectedChallenge: async (challenge) => this.steps.takeChallenge(stepId, challenge),
        expectedOrigin: this.origin,
        expectedRPID: this.rpId,
        requireUserVerification: true,
      }),
    );
    if (!verified?.verified) return undefined;
    const { credential, credentialBackedUp } = verified.registrationInfo;
    return {
      counter: credential.counter,
      secrets: {
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        transports: credential.transports ?? [],
        backedUp: credentialBackedUp,
      },
    };
  }

  /** The passkey that a browser's answer proves, with its new counter. Undefined when it proves none; whose it is, is for the caller to check. */
  async proved(stepId: string, response: unknown): Promise<{ passkey: Passkey; counter: number } | undefined> {
    const { id } = (response ?? {}) as { id?: unknown };
    const passkey = typeof id === 'string' && id.length < 1400 ? await this.factors.passkey(id) : undefined;
    if (!passkey) return undefined;
    const verified = await quietly(async () =>
      verifyAuthenticationResponse({
        response: response as AuthenticationResponseJSON,
        expectedChallenge: async (challenge) => this.steps.takeChallenge(stepId, challenge),
        expectedOrigin: this.origin,
        expectedRPID: this.rpId,
        requireUserVerification: true,
        credential: {
          id: passkey.credentialId,
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
          counter: passkey.counter,
        },
      }),
    );
    return verified?.verified ? { passkey, counter: verified.authenticationInfo.newCounter } : undefined;
  }
}

function isPasskey(factor: Factor): factor is Passkey {
  return factor.kind === 'passkey';
}

/** The library throws on whatever does not hold; for us that is simply no proof. A database that fails is not quiet: its errors are ours. */
async function quietly<Result>(check: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(\d|E|service)/.test(error.code)) throw error;
    return undefined;
  }
}
