import { cloneElement, Suspense, useId, useRef } from 'react';
import type { ReactElement, ReactNode, Ref } from 'react';
import { useOnceOpened } from '../../../shared/ui/anchor.js';
import { SheetPanel } from './later.js';

/** What a sheet opens from: a button that says whether it is open. */
type Target = ReactElement<{ ref?: Ref<HTMLElement>; 'aria-controls'?: string | undefined }>;

interface SheetProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What it opens from; takes a ref. */
  target: Target;
  width?: number;
  /** Where it stands beside what opened it. */
  place?: 'bottom-start' | 'bottom-end' | 'top-start';
  children: ReactNode;
}

/** A small form: beside what opened it, or from the bottom of a phone. Its code is fetched when it is first opened. */
export function Sheet({ target, ...panel }: SheetProps) {
  const anchor = useRef<HTMLElement>(null);
  const id = useId();
  const there = useOnceOpened(panel.opened);
  return (
    <>
      {cloneElement(target, { ref: anchor, ...(panel.opened && { 'aria-controls': id }) })}
      {there && (
        <Suspense fallback={null}>
          <SheetPanel {...panel} id={id} anchor={anchor} />
        </Suspense>
      )}
    </>
  );
}
