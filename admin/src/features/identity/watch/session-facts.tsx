import type { Me } from '../../../shared/api/types.js';
import { dayTime } from '../../../shared/text/dates.js';
import { identityText } from '../text.js';
import { useOwnSignIns } from './requests.js';
import { watchText as words } from './text.js';
import { beginningOf, countryWord, wayWord } from './words.js';
import page from '../own-security.module.css';

/** The session that looks: since when, how it began, from where, until when. */
export function SessionFacts({ me: { member, session } }: { me: Me }) {
  const signedIn = useOwnSignIns('signed_in').data;
  const began = beginningOf(session.startedAt, signedIn ?? []);
  const told = (value: string | null | undefined): string => (signedIn === undefined ? '' : (value ?? words.unknown));
  const facts: readonly (readonly [string, string])[] = [
    [words.started, dayTime(session.startedAt)],
    [words.way, told(began && wayWord(began.method))],
    [words.device, told(began?.device)],
    [words.country, told(began && countryWord(began.country))],
    [words.ends, dayTime(session.expiresAt)],
    [words.idle, identityText.security.minutes(session.idleMinutes)],
    [words.address, told(began?.ip)],
    [words.mayOpen, identityText.security.scopes[member.scope]],
  ];
  return (
    <dl className={page['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
