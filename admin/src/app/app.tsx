import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { forgetEarly } from '../shared/api/early.js';
import { queryClient } from '../shared/api/query.js';
import { networkRefusal } from '../shared/session/network-refusal.js';
import type { NetworkRefusal } from '../shared/session/network-refusal.js';
import { sessionEnd } from '../shared/session/session-end.js';
import { listenToOtherTabs, rememberSignedIn } from '../shared/session/signed-in.js';
import { cssVariables, theme } from '../shared/theme/theme.js';
import { Announcer } from '../shared/ui/announce.js';
import { toastStore } from '../shared/ui/toast.js';
import { Toaster } from '../shared/ui/toaster.js';
import { OutsidePage } from './outside-page.js';
import { createRouter } from './routes.js';

/** Everything around the screens: theme, answers kept for the page, addresses, messages, and the end of a session. */
export function App() {
  const [router] = useState(createRouter);
  const [outside, setOutside] = useState<NetworkRefusal | null>(null);
  useEffect(() => {
    const stopNetwork = networkRefusal.listen((refusal) => {
      // The door says it in its own words.
      if (!router.state.location.pathname.startsWith('/sign-in')) setOutside(refusal);
    });
    const stopEnd = sessionEnd.listen((end) => {
      setOutside(null);
      rememberSignedIn(false);
      forgetEarly();
      const { pathname, search } = router.state.location;
      if (pathname.startsWith('/sign-in')) return;
      queryClient.clear();
      toastStore.clear();
      void router.navigate('/sign-in', { replace: true, state: { end, from: `${pathname}${search}` } });
    });
    const stopTabs = listenToOtherTabs((news) => {
      if (news === 'signed-out') sessionEnd.tell({ code: 'identity.signed_out', at: null });
    });
    return () => {
      stopNetwork();
      stopEnd();
      stopTabs();
    };
  }, [router]);
  const comeIn = (): void => {
    setOutside(null);
    void queryClient.invalidateQueries();
  };
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        {outside && <OutsidePage refusal={outside} onInside={comeIn} />}
        <div style={{ display: outside ? 'none' : 'contents' }}>
          <RouterProvider router={router} />
        </div>
        <Toaster />
        <Announcer />
      </QueryClientProvider>
    </MantineProvider>
  );
}
