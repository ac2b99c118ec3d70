import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Strategy, type Profile, type StrategyOptions } from 'passport-google-oauth20';
import type { GoogleSettings } from '../../../common/config/settings.js';
import { NotFound } from '../../../common/errors.js';
import type { FlowPurpose, ProviderIdentity } from '../domain/provider.js';
import type { ProviderSignIn } from '../use-cases/provider-sign-in.use-case.js';
import type { Cookies } from './cookies.js';
import { fromAnotherSite } from './fetch-site.js';

/** A request on its way to or from Google. */
export interface GoogleRequest extends FastifyRequest {
  googleReply?: FastifyReply;
  /** The way that came back. */
  flowId?: string;
  /** Whom Google named; null when nothing usable came back. */
  user?: ProviderIdentity | null;
}

type Stored = (error: Error | null, state?: string) => void;
type Verified = (error: Error | null, verifier?: string | false) => void;

/** The strategy, or null where Google is not set up. */
export const GOOGLE = Symbol('Google');

/**
 * Google through passport, with PKCE. State and verifier are kept by us and bound to the browser (RFC 9700, 2.1);
 * the token travels in a header, not in an address.
 */
export class GoogleStrategy extends PassportStrategy(Strategy, 'google') {
  constructor(google: GoogleSettings, publicUrl: string, signIn: ProviderSignIn, cookies: Cookies) {
    const { clientId: clientID, clientSecret, endpoint } = google;
    const store = {
      store: (request: GoogleRequest, verifier: string, _state: unknown, _meta: unknown, stored: Stored) => {
        signIn.begin('google', purposeOf(request), { verifier, nonce: '' }).then(
          ({ browserSecret, state, expiresAt }) => {
            void request.googleReply!.setCookie(cookies.provider, browserSecret, { ...cookies.options, expires: expiresAt });
            stored(null, state);
          },
          (error: unknown) => stored(error as Error),
        );
      },
      verify: (request: GoogleRequest, state: string, verified: Verified) => {
        signIn.call('google', String(state)).then(
          ({ id, secrets }) => {
            request.flowId = id;
            verified(null, secrets.verifier);
          },
          () => verified(null, false),
        );
      },
    };
    super({
      clientID,
      clientSecret,
      callbackURL: `${publicUrl}/api/v1/auth/google/callback`,
      scope: ['openid', 'email'],
      pkce: true,
      store,
      userProfileURL: `${endpoint ?? 'https://openidconnect.googleapis.com/v1/'}userinfo`,
      tokenURL: endpoint === null ? 'https://oauth2.googleapis.com/token' : `${endpoint}token`,
      ...(endpoint !== null && { authorizationURL: `${endpoint}authorize` }),
    } as unknown as StrategyOptions);
    this._oauth2.useAuthorizationHeaderforGET(true);
  }

  /** Reads the profile. The address is kept to show, and only when Google has checked it. */
  validate(_access: string, _refresh: string, profile: Profile): ProviderIdentity {
    const { email, email_verified: checked } = profile._json;
    // Google sends the claim as a boolean and, in older answers, as a text.
    return { provider: 'google', subject: profile.id, email: email !== undefined && String(checked) === 'true' ? email : null };
  }
}

/** Sends a browser to Google, and takes it back; whatever goes wrong there leads back to the door. */
@Injectable()
export class GoogleGuard extends AuthGuard('google') {
  constructor(@Inject(GOOGLE) private readonly google: GoogleStrategy | null) {
    super();
  }

  /** @throws NotFound where Google is not set up, or when another site sends the browser here */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GoogleRequest>();
    // By the route, not the address: whoever writes the address writes its query as well.
    const sets = request.routeOptions.url?.endsWith('/callback') !== true;
    if (this.google === null || (sets && fromAnotherSite(request))) throw new NotFound();
    return (await super.canActivate(context)) as boolean;
  }

  override getRequest(context: ExecutionContext): GoogleRequest {
    const http = context.switchToHttp();
    return Object.assign(http.getRequest<GoogleRequest>(), { googleReply: http.getResponse<FastifyReply>() });
  }

  /** What passport needs of a Node response, on a Fastify reply. */
  getResponse(context: ExecutionContext): object {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return {
      statusCode: 200,
      setHeader: (name: string, value: string) => void reply.header(name, value),
      end(this: { statusCode: number }, body?: string) {
        void reply.code(this.statusCode).send(body ?? '');
      },
    };
  }

  override handleRequest<User>(error: unknown, user: User): User {
    return (error === null || error === undefined) && user ? user : (null as User);
  }
}

function purposeOf(request: FastifyRequest): FlowPurpose {
  return (request.query as { purpose?: unknown }).purpose === 'link' ? 'link' : 'sign_in';
}
