import { api } from '../../shared/api/client.js';
import { queryClient } from '../../shared/api/query.js';
import type { Redeemed } from '../../shared/api/types.js';
import { rememberSignedIn, tellOtherTabs } from '../../shared/session/signed-in.js';
import { askedStore } from './asked.js';
import type { Asked } from './asked.js';

/** Whether this installation catches its mail, as it does outside production, instead of sending it. */
export async function mailIsCaught(): Promise<boolean> {
  const answer = await fetch('/dev/mail.json', { method: 'HEAD', credentials: 'omit' });
  return answer.status === 200;
}

/** Every request of signing in. Each throws the service's problem document. */
export const signInRequests = {
  ask: (email: string) => api.post<{ expiresAt: string }>('/auth/sign-in', { email }),

  async link(token: string): Promise<Redeemed> {
    const redeemed = await api.post<Redeemed>('/auth/link', { token });
    return enter(redeemed);
  },

  async code(code: string): Promise<Redeemed> {
    return enter(await api.post<Redeemed>('/auth/code', { code }));
  },
};

/** Asks for a link, and says what was asked for. */
export async function askByMail(email: string): Promise<Asked> {
  const { expiresAt } = await signInRequests.ask(email);
  return { email, expiresAt, sentAt: Date.now() };
}

/** Where a sign-in goes on to: the page that was wanted once it is through, else the step that is left. */
export function pathAfter({ outcome }: Redeemed, wanted: () => string): string {
  if (outcome === 'confirm') return '/sign-in/confirm';
  return outcome === 'enrol' ? '/sign-in/enrol' : wanted();
}

/** Notes what a sign-in has come to. What was mailed is spent, whatever it led to. */
export function enter(redeemed: Redeemed): Redeemed {
  if (redeemed.outcome === 'signed_in') begin();
  else if (redeemed.outcome !== 'code') askedStore.keep(null);
  return redeemed;
}

/** Somebody is signed in from here on. */
export function begin(): void {
  queryClient.clear();
  askedStore.keep(null);
  rememberSignedIn(true);
  tellOtherTabs('signed-in');
}
