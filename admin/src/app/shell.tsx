import { IconFileImport, IconFileText, IconLock, IconShield, IconUserShield, IconUsers } from '@tabler/icons-react';
import { Suspense, lazy, useEffect, useRef } from 'react';
import type { ComponentType } from 'react';
import { NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import CommandSearch from '../features/clients/search/command-search.js';
import { useViewEnd } from '../features/access/view/view-as.js';
import { useMe } from '../shared/api/query.js';
import type { Me } from '../shared/api/types.js';
import { ProblemError } from '../shared/api/problem.js';
import { rememberSignedIn, wasSignedIn } from '../shared/session/signed-in.js';
import { sharedText } from '../shared/text/catalogue.js';
import { ErrorState } from '../shared/ui/error-state.js';
import { Mark } from '../shared/ui/mark.js';
import { SealIcon } from '../shared/ui/seal-icon.js';
import { useFocusBack } from '../shared/ui/use-focus-back.js';
import { warmUp } from './pages.js';
import { PersonMenu } from './person-menu.js';
import { StepUp } from './step-up.js';
import classes from './shell.module.css';

const words = sharedText.frame;
const GlassBanner = lazy(() => import('../features/organisations/break-glass/glass-banner.js'));
const ViewingBanner = lazy(() => import('../features/access/view/viewing-banner.js'));

interface Destination {
  to: string;
  label: string;
  /** What it is called where there is little room. */
  short?: string;
  Icon: ComponentType<{ size?: number; stroke?: number }>;
}

const CLIENTS: readonly Destination[] = [{ to: '/clients', label: words.clients, Icon: IconUsers }];
const DOCUMENTS: Destination = { to: '/documents', label: words.documents, Icon: IconFileText };
const IMPORTS: Destination = { to: '/imports', label: words.imports, Icon: IconFileImport };
const TEAM: Destination = { to: '/team', label: words.team, Icon: IconUserShield };
/** On phones it stands in the person's menu: the bar is full. */
const RULES: Destination = { to: '/settings/security', label: words.practiceSecurity, Icon: IconLock };
/** Every page of the practice's rules is under this. */
const RULES_UNDER = '/settings/';
const YOU: readonly Destination[] = [{ to: '/security', label: words.security, short: words.securityShort, Icon: IconShield }];

/** The places of the practice this member may go to; what they may not use is not there. */
function destinations(me: Me | undefined): readonly Destination[] {
  if (me === undefined) return [...CLIENTS, DOCUMENTS, IMPORTS];
  const { modules, switches } = me.member;
  return [
    ...(modules.includes('clients') ? CLIENTS : []),
    ...(modules.includes('documents') ? [DOCUMENTS] : []),
    ...(switches.create.includes('clients') ? [IMPORTS] : []),
  ];
}

/** What this member may run of the practice itself. */
function practicePlaces(me: Me | undefined): readonly Destination[] {
  const modules = me?.member.modules ?? [];
  return [...(modules.includes('team_management') ? [TEAM] : []), ...(modules.includes('settings') ? [RULES] : [])];
}

/** The frame around every screen: navigation, search, the person's menu, and on phones a bar at the bottom. */
export default function Shell() {
  const me = useMe();
  useViewEnd();
  useFocusBack();
  const sure = useRef(wasSignedIn());
  const content = useFocusOnNewPage();
  const { pathname } = useLocation();
  useEffect(() => {
    if (!me.isSuccess) return;
    rememberSignedIn(true);
    warmUp();
  }, [me.isSuccess]);
  const ended = me.error instanceof ProblemError && me.error.status === 401;
  // Somebody who was never signed in here is taken to the door without seeing the house.
  if (me.data === undefined && (ended || (!sure.current && me.isPending))) return null;
  const places = destinations(me.data);
  const practice = practicePlaces(me.data);
  const amongRules = pathname.startsWith(RULES_UNDER);
  return (
    <div className={classes['app']}>
      <a
        className={classes['skip']}
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          content.current?.focus();
        }}
      >
        {words.skip}
      </a>
      <aside className={classes['side']}>
        <div className={classes['practice']}>
          <Mark />
          <span>
            <b>{me.data?.organisation.name}</b>
            <small>{me.data?.organisation.locality}</small>
          </span>
        </div>
        <nav className={classes['nav']} aria-label={words.main}>
          {places.map((place) => sideLink(place))}
          {practice.length > 0 && <h2>{words.practice}</h2>}
          {practice.map((place) => sideLink(place, place === RULES && amongRules))}
          <h2>{words.you}</h2>
          {YOU.map((place) => sideLink(place))}
        </nav>
        {me.data && (
          <p className={classes['foot']}>
            <SealIcon size={16} />
            <span>
              <b>{words.sealedWith(me.data.keyVersion)}</b>
              {words.sealedHint}
            </span>
          </p>
        )}
      </aside>
      <div className={classes['main']}>
        <header className={classes['top']}>
          <span className={classes['phonePractice']}>
            <Mark />
            <b>{me.data?.organisation.name}</b>
          </span>
          <CommandSearch />
          <span className={classes['topEnd']}>{me.data && <PersonMenu me={me.data} />}</span>
        </header>
        <Progress />
        {typeof me.data?.breakGlassUntil === 'string' && (
          <Suspense fallback={null}>
            <GlassBanner until={me.data.breakGlassUntil} />
          </Suspense>
        )}
        {me.data?.viewing && (
          <Suspense fallback={null}>
            <ViewingBanner me={me.data} />
          </Suspense>
        )}
        <main ref={content} id="content" tabIndex={-1} className={classes['panel']}>
          {me.isError && me.data === undefined ? (
            <div className={classes['lost']}>
              <ErrorState error={me.error} title={words.connecting} retry={() => void me.refetch()} />
            </div>
          ) : (
            <Outlet />
          )}
        </main>
      </div>
      <nav className={classes['bottom']} aria-label={words.mainPhone}>
        {[...places.filter((place) => place !== IMPORTS), ...practice.filter((place) => place !== RULES), ...YOU].map(
          ({ to, label, short = label, Icon }) => (
            <NavLink key={to} to={to}>
              <Icon size={21} stroke={1.5} />
              <span>{short}</span>
            </NavLink>
          ),
        )}
        {me.data && <PersonMenu me={me.data} inBar here={amongRules} />}
      </nav>
      <StepUp />
      <ScrollRestoration getKey={({ pathname, key }) => (pathname === '/clients' ? pathname : key)} />
    </div>
  );
}

/** A place of the frame; `here` where one of the pages under it is open, which its own address does not say. */
function sideLink({ to, label, Icon }: Destination, here = false) {
  return (
    <NavLink key={to} to={to} data-here={here || undefined}>
      <Icon size={17} stroke={1.5} />
      {label}
    </NavLink>
  );
}

/** A hair at the top of the panel while a screen is being fetched. */
function Progress() {
  const waiting = useNavigation().state !== 'idle';
  return waiting ? <span className={classes['progress']} role="progressbar" aria-label={words.loading} /> : null;
}

/** Moves the keyboard and the screen reader to the heading of a new page; moving among a record's tabs leaves them where they are. */
function useFocusOnNewPage() {
  const content = useRef<HTMLElement>(null);
  const page = useLocation().pathname.split('/').slice(1, 3).join('/');
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    const inside = content.current?.contains(document.activeElement) ?? false;
    if (inside && document.activeElement !== content.current) return;
    const heading = content.current?.querySelector('h1');
    if (heading) heading.tabIndex = -1;
    (heading ?? content.current)?.focus({ preventScroll: true });
  }, [page]);
  return content;
}
