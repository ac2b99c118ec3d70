import { Link } from 'react-router';
import { sharedText } from '../text/catalogue.js';
import classes from './security-crumb.module.css';

const words = sharedText.frame;

/** The way back from a page of the practice's rules to all of them. */
export function SecurityCrumb() {
  return (
    <nav className={classes['crumb']} aria-label={words.crumb}>
      <Link to="/settings/security">{words.practiceSecurity}</Link>
    </nav>
  );
}
