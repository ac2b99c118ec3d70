import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { dayTime } from '../../../shared/text/dates.js';
import { glassText as words } from './text.js';
import banner from '../../access/view/view.module.css';
import classes from './glass-banner.module.css';

/** Says on every page, to those who run the practice, that somebody can come in beside single sign-on. */
export default function GlassBanner({ until }: { until: string }) {
  return (
    <section className={banner['banner']} aria-label={words.title}>
      <IconAlertTriangle size={18} stroke={1.6} aria-hidden />
      <p>
        <b>{words.banner(dayTime(until).replace(/^[TY]/, (letter) => letter.toLowerCase()))}</b> <span>{words.bannerHint}</span>
      </p>
      <Link to="/settings/break-glass" className={classes['look']}>
        {words.look}
      </Link>
    </section>
  );
}
