import { useCallback } from 'react';
import { api } from '../api/client.js';
import { problemSentence } from '../text/problems.js';
import { sharedText } from '../text/catalogue.js';
import { toast } from '../ui/toast.js';
import { sessionEnd } from './session-end.js';
import { tellOtherTabs } from './signed-in.js';

/** Ends the session of this browser, or every session of the person; then shows the door. */
export function useSignOut(): (everywhere: boolean) => Promise<void> {
  return useCallback(async (everywhere) => {
    try {
      await api.post<void>(everywhere ? '/auth/sign-out-everywhere' : '/auth/sign-out');
    } catch (error) {
      toast({ message: `${sharedText.frame.signOutFailed}. ${problemSentence(error)}`, tone: 'danger' });
      return;
    }
    forgetDrafts();
    tellOtherTabs('signed-out');
    sessionEnd.tell({ code: everywhere ? 'identity.signed_out_everywhere' : 'identity.signed_out', at: null });
  }, []);
}

/** What somebody typed and did not save leaves with them when they sign out; a session that merely ends keeps it. */
function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('ironbark.draft.')) sessionStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
