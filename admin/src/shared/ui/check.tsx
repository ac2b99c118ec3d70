import { useEffect, useRef } from 'react';
import type { ComponentProps } from 'react';
import classes from './check.module.css';

interface CheckProps extends Omit<ComponentProps<'input'>, 'type' | 'ref' | 'className'> {
  indeterminate?: boolean;
}

/** A checkbox without words, as light as can be, for lists that have one in every row; looks like every other. */
export function Check({ indeterminate = false, ...input }: CheckProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return <input {...input} ref={box} type="checkbox" className={classes['check']} />;
}
