import type { ReactNode } from 'react';
import { sharedText } from '../../shared/text/catalogue.js';
import { Mark } from '../../shared/ui/mark.js';
import { Grain } from './grain.js';
import { identityText } from './text.js';
import classes from './door.module.css';

/** The page before the house: what to do at the left, what Ironbark does at the right. */
export function Door({ children, foot }: { children: ReactNode; foot?: ReactNode }) {
  return (
    <div className={classes['door']}>
      <main className={classes['form']}>
        <div className={classes['brand']}>
          <Mark />
          {sharedText.product}
        </div>
        <div className={classes['middle']}>{children}</div>
        <div className={classes['foot']}>{foot}</div>
      </main>
      <aside className={classes['claim']} aria-label={identityText.claimLabel}>
        <Grain />
        <div>
          <p className={classes['big']}>{identityText.claim}</p>
          <dl>
            {identityText.claims.map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </div>
      </aside>
    </div>
  );
}

/** Something to know before the form. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes['notice']} role="status">
      <b>{title}</b>
      <p>{children}</p>
    </div>
  );
}
