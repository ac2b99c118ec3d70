import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense, useId, useRef, useState } from 'react';
import type { Me } from '../shared/api/types.js';
import { sharedText } from '../shared/text/catalogue.js';
import { useOnceOpened } from '../shared/ui/anchor.js';
import { Avatar } from '../shared/ui/avatar.js';
import classes from './person-menu.module.css';

const words = sharedText.frame;
const PersonPanel = lazy(() => import('./person-panel.js'));

interface PersonMenuProps {
  me: Me;
  /** On phones it stands in the bar at the bottom, as "More". */
  inBar?: boolean;
  /** The page that is open is reached from here. */
  here?: boolean;
}

/** Who is signed in, how the page looks, and the ways out; what it shows is fetched when it is first opened. */
export function PersonMenu({ me, inBar = false, here = false }: PersonMenuProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const there = useOnceOpened(open);
  const opener = useRef<HTMLButtonElement>(null);
  const button = {
    type: 'button',
    ref: opener,
    'aria-haspopup': 'dialog',
    'aria-expanded': open,
    'aria-controls': open ? id : undefined,
    onClick: () => setOpen(!open),
  } as const;
  return (
    <>
      {inBar ? (
        <button {...button} data-here={here || undefined}>
          <IconDots size={21} stroke={1.5} aria-hidden />
          <span>{words.more}</span>
        </button>
      ) : (
        <button {...button} className={classes['person']} aria-label={words.menu(me.member.displayName)}>
          <Avatar id={me.member.id} name={me.member.displayName} size={32} />
        </button>
      )}
      {there && (
        <Suspense fallback={null}>
          <PersonPanel id={id} anchor={opener} opened={open} onChange={setOpen} me={me} inBar={inBar} />
        </Suspense>
      )}
    </>
  );
}
