import { useQuery } from '@tanstack/react-query';
import { mailIsCaught } from './requests.js';
import { identityText } from './text.js';

/** The way to the mail that is caught outside production. Where mail is sent, there is nothing here. */
export function CaughtMail() {
  const caught = useQuery({ queryKey: ['caught-mail'], queryFn: mailIsCaught, staleTime: Infinity, retry: false });
  if (caught.data !== true) return null;
  return (
    <a href="/dev/mail" target="_blank" rel="noreferrer" title={identityText.caughtMailHint}>
      {identityText.caughtMail}
    </a>
  );
}
