import { api } from '../../shared/api/client.js';
import { queryClient } from '../../shared/api/query.js';
import type { Redeemed } from '../../shared/api/types.js';
import { rememberSignedIn, tellOtherTabs } from '../../shared/session/signed-in.js';
import { askedStore } from './asked.js';

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
    if (redeemed.outcome === 'signed_in') begin();
    return redeemed;
  },

  async code(code: string): Promise<void> {
    await api.post<Redeemed>('/auth/code', { code });
    begin();
  },
};

function begin(): void {
  queryClient.clear();
  askedStore.keep(null);
  rememberSignedIn(true);
  tellOtherTabs('signed-in');
}
