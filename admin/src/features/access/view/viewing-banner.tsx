import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Me } from '../../../shared/api/types.js';
import { time } from '../../../shared/text/dates.js';
import { announce } from '../../../shared/ui/announce.js';
import { toastRefused } from '../problems.js';
import { viewText } from './text.js';
import { endView } from './view-as.js';
import classes from './view.module.css';

/** Says on every page that this is somebody else's world, until when, and leads back. */
export default function ViewingBanner({ me: { member, viewing } }: { me: Me }) {
  const [ending, setEnding] = useState(false);
  const [name, until] = [member.displayName, viewing?.until];
  useEffect(() => {
    if (until !== undefined) announce(`${viewText.now(name)}. ${viewText.until(time(until))}`);
  }, [name, until]);
  if (viewing === null) return null;
  const stop = (): void => {
    setEnding(true);
    endView(`/team/members/${member.id}`).catch((problem: unknown) => {
      setEnding(false);
      toastRefused(problem);
    });
  };
  return (
    <section className={classes['banner']} aria-label={viewText.label}>
      <IconEye size={18} stroke={1.6} aria-hidden />
      <p>
        <b>{viewText.now(member.displayName)}</b> <span>{viewText.until(time(viewing.until))}</span>
      </p>
      <Button size="xs" variant="default" loading={ending} onClick={stop}>
        {viewText.stop}
      </Button>
    </section>
  );
}
