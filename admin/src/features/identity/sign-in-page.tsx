import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { SessionEnd } from '../../shared/session/session-end.js';
import { listenToOtherTabs } from '../../shared/session/signed-in.js';
import { queryClient } from '../../shared/api/query.js';
import type { Redeemed } from '../../shared/api/types.js';
import { dayTime } from '../../shared/text/dates.js';
import { announce } from '../../shared/ui/announce.js';
import { useTitle } from '../../shared/ui/use-title.js';
import { askedStore } from './asked.js';
import type { Asked } from './asked.js';
import { AskForm } from './ask-form.js';
import { CaughtMail } from './caught-mail.js';
import { Door, Notice } from './door.js';
import { passkeysSupported } from './factors/passkey.js';
import { PasskeySignIn } from './factors/passkey-sign-in.js';
import { intended, isPage } from './intended.js';
import { MailStep } from './mail-step.js';
import { ProviderButtons } from './providers/provider-buttons.js';
import { askByMail, pathAfter } from './requests.js';
import type { Offered } from './sign-on/requests.js';
import { SignOnStep } from './sign-on/sign-on-step.js';
import { identityText } from './text.js';

interface Arrival {
  /** Why the session before this ended. */
  end: SessionEnd | null;
  /** Where to go on. */
  from: string;
}

/** Signing in: an address, then a link by mail. Every address is answered with the same page. */
export default function SignInPage() {
  const { end, from } = arrival(useLocation().state);
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked | null>(readAsked);
  const [offered, setOffered] = useState<Offered | null>(null);
  useTitle(asked === null ? identityText.signIn : identityText.mailTitle);
  const change = (next: Asked | null): void => {
    askedStore.keep(next);
    if (next !== null) intended.keep(from);
    setAsked(next);
  };
  const goOn = (redeemed: Redeemed): void => {
    if (redeemed.outcome !== 'signed_in') intended.keep(from);
    void navigate(
      pathAfter(redeemed, () => from),
      { replace: true },
    );
  };
  const mail = useMutation({
    mutationFn: askByMail,
    onSuccess: (sent) => {
      setOffered(null);
      change(sent);
    },
  });
  useEffect(
    () =>
      listenToOtherTabs((news) => {
        if (news !== 'signed-in') return;
        announce(identityText.elsewhere);
        askedStore.keep(null);
        queryClient.clear();
        void navigate(from, { replace: true });
      }),
    [from, navigate],
  );

  return (
    <Door foot={<CaughtMail />}>
      {asked === null && offered === null && end !== null && <EndNotice end={end} />}
      {asked !== null && <MailStep asked={asked} onAsked={change} onEntered={goOn} />}
      {asked === null && offered !== null && (
        <SignOnStep
          offered={offered}
          onLeave={() => intended.keep(from)}
          onMail={() => mail.mutate(offered.email)}
          mailing={mail.isPending}
          mailError={mail.error}
          onBack={() => {
            mail.reset();
            setOffered(null);
          }}
        >
          {passkeysSupported() && <PasskeySignIn onEntered={goOn} />}
        </SignOnStep>
      )}
      {asked === null && offered === null && (
        <>
          <AskForm onAsked={change} onOffered={setOffered} />
          {passkeysSupported() && <PasskeySignIn onEntered={goOn} />}
          <ProviderButtons onLeave={() => intended.keep(from)} />
        </>
      )}
    </Door>
  );
}

function EndNotice({ end }: { end: SessionEnd }) {
  const words = identityText.ended[end.code];
  if (words === undefined) return null;
  return <Notice title={end.at === null ? words.title : identityText.endedAt(words.title, dayTime(end.at))}>{words.text}</Notice>;
}

/** A link that has long run out is not waited for. */
function readAsked(): Asked | null {
  const asked = askedStore.read();
  return asked !== null && new Date(asked.expiresAt).getTime() > Date.now() ? asked : null;
}

/** Only addresses of this app are gone on to. */
function arrival(state: unknown): Arrival {
  const { end, from } = (typeof state === 'object' && state !== null ? state : {}) as Partial<Arrival>;
  return { end: end ?? null, from: isPage(from) ? from : '/clients' };
}
