import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useTitle } from '../../../shared/ui/use-title.js';
import { accessText } from '../text.js';
import { useStanding } from '../use-access.js';
import classes from './page.module.css';

type Tab = keyof typeof accessText.tabs;
const ADDRESS: Record<Tab, string> = {
  members: '/team',
  roles: '/team/roles',
  teams: '/team/teams',
  check: '/team/check',
  reviews: '/team/reviews',
  keys: '/team/keys',
};
/** What only owners and administrators see. */
const ADMINISTRATORS: readonly Tab[] = ['check', 'reviews', 'keys'];

/** The head of the Team screens: what they are, what can be done, and the way among them. */
export function TeamHead({ tab, lead, action }: { tab: Tab; lead: string; action?: ReactNode }) {
  const standing = useStanding();
  const nav = useRef<HTMLElement>(null);
  const known = standing !== null;
  // On a phone the tabs are wider than the screen: the current one is never out of sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab, known]);
  useTitle(`${accessText.tabs[tab]}, ${accessText.team}`);
  const tabs = (Object.keys(ADDRESS) as Tab[]).filter(
    (each) => !ADMINISTRATORS.includes(each) || (standing !== null && standing.role !== 'member'),
  );
  return (
    <>
      <header className={classes['pageHead']}>
        <div>
          <h1>{accessText.team}</h1>
          <p>{lead}</p>
        </div>
        <div className={classes['pageActs']}>{action}</div>
      </header>
      <nav ref={nav} className={classes['tabs']} aria-label={accessText.tabsLabel}>
        {tabs.map((each) => (
          <NavLink key={each} to={ADDRESS[each]} end={each === 'members'}>
            {accessText.tabs[each]}
          </NavLink>
        ))}
      </nav>
    </>
  );
}
