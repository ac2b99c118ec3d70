import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';

const library = () => import('@simplewebauthn/browser');

/** Why the browser made or showed no passkey. */
export type PasskeyTrouble = 'stopped' | 'known' | 'failed';

/** The browser gave no passkey: it was stopped, took too long, or could not. */
export class PasskeyError extends Error {
  override readonly name = 'PasskeyError';

  constructor(readonly trouble: PasskeyTrouble) {
    super(`No passkey: ${trouble}`);
  }
}

/** Whether this browser knows passkeys. */
export function passkeysSupported(): boolean {
  return typeof PublicKeyCredential === 'function';
}

/** Fetches what a press on a passkey button needs, so that the press itself asks at once: some browsers only ask on a fresh press. */
export function warmUpPasskeys(): void {
  void library().catch(() => undefined);
}

/** Has the browser show a passkey. @throws PasskeyError */
export async function showPasskey(options: object): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await library();
  try {
    return await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
  } catch (error) {
    throw troubleOf(error);
  }
}

/** Has the browser make a passkey. @throws PasskeyError */
export async function makePasskey(options: object): Promise<RegistrationResponseJSON> {
  const { startRegistration } = await library();
  try {
    return await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON });
  } catch (error) {
    throw troubleOf(error);
  }
}

function troubleOf(error: unknown): PasskeyError {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return new PasskeyError('stopped');
  return new PasskeyError(name === 'InvalidStateError' ? 'known' : 'failed');
}

const DEVICES: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android phone'],
  [/Macintosh/, 'Mac'],
  [/Windows/, 'Windows computer'],
  [/CrOS/, 'Chromebook'],
];

/** A name for a passkey that is made here, to begin with. */
export function nameOfDevice(): string {
  return DEVICES.find(([pattern]) => pattern.test(navigator.userAgent))?.[1] ?? 'This computer';
}
