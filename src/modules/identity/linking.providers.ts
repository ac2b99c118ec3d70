import type { Provider as NestProvider } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { OutboxNudge } from '../../common/events/outbox-nudge.js';
import { PROVIDER_NAMES } from './domain/provider.js';
import { COOKIES, type Cookies } from './http/cookies.js';
import { GOOGLE, GoogleGuard, GoogleStrategy } from './http/google.strategy.js';
import { AVAILABLE } from './http/providers.controller.js';
import { FactorRepository } from './persistence/factor.repository.js';
import { IdentityRepository } from './persistence/identity.repository.js';
import { LinkedAccountRepository } from './persistence/linked-account.repository.js';
import { SessionRepository } from './persistence/session.repository.js';
import { StepRepository } from './persistence/step.repository.js';
import { Apple } from './use-cases/apple.js';
import { LeadOn } from './use-cases/lead-on.js';
import { ProviderSignIn } from './use-cases/provider-sign-in.use-case.js';
import { StartSession } from './use-cases/start-session.js';

/** Wiring of signing in with Google or Apple, and of what follows any first factor. */
export const LINKING_PROVIDERS: NestProvider[] = [
  {
    provide: LeadOn,
    inject: [IdentityRepository, SessionRepository, FactorRepository, StepRepository, StartSession, CLOCK],
    useFactory: (
      identity: IdentityRepository,
      sessions: SessionRepository,
      factors: FactorRepository,
      steps: StepRepository,
      start: StartSession,
      clock: Clock,
    ) => new LeadOn(identity, sessions, factors, steps, start, clock),
  },
  {
    provide: LinkedAccountRepository,
    inject: [IdentityRepository],
    useFactory: (identity: IdentityRepository) => new LinkedAccountRepository(identity),
  },
  {
    provide: ProviderSignIn,
    inject: [IdentityRepository, LinkedAccountRepository, LeadOn, CLOCK, OutboxNudge],
    useFactory: (identity: IdentityRepository, linked: LinkedAccountRepository, leadOn: LeadOn, clock: Clock, outbox: OutboxNudge) =>
      new ProviderSignIn(identity, linked, leadOn, clock, () => outbox.nudge()),
  },
  {
    provide: GOOGLE,
    inject: [SETTINGS, ProviderSignIn, COOKIES],
    useFactory: ({ providers, http }: Settings, signIn: ProviderSignIn, cookies: Cookies) =>
      providers.google && new GoogleStrategy(providers.google, http.publicUrl, signIn, cookies),
  },
  GoogleGuard,
  {
    provide: Apple,
    inject: [SETTINGS],
    useFactory: ({ providers, http }: Settings) =>
      providers.apple && new Apple(providers.apple, `${http.publicUrl}/api/v1/auth/apple/callback`),
  },
  {
    provide: AVAILABLE,
    inject: [SETTINGS],
    useFactory: ({ providers }: Settings) => PROVIDER_NAMES.filter((name) => providers[name] !== null),
  },
];
