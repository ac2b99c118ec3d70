import { IconChevronRight } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { accessText } from '../text.js';
import page from './page.module.css';

/** The way back: Team, then what lies between, then where one is. */
export function Crumb({ trail, here }: { trail: readonly (readonly [string, string])[]; here: string }) {
  return (
    <nav className={page['crumb']} aria-label={accessText.crumb}>
      <Link to="/team">{accessText.team}</Link>
      {trail.map(([label, to]) => (
        <Fragment key={to}>
          <IconChevronRight size={12} aria-hidden />
          <Link to={to}>{label}</Link>
        </Fragment>
      ))}
      {here !== '' && (
        <>
          <IconChevronRight size={12} aria-hidden />
          <span>{here}</span>
        </>
      )}
    </nav>
  );
}
