import { VisuallyHidden } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { sharedText } from '../text/catalogue.js';
import { time } from '../text/dates.js';
import { problemSentence } from '../text/problems.js';
import { announce } from './announce.js';
import { SealIcon } from './seal-icon.js';
import classes from './sealed-value.module.css';

const SHOWN_FOR_S = 60;
const words = sharedText.sealed;

interface SealedValueProps {
  /** Such as `•••• 4321`. */
  masked: string;
  keyVersion: number;
  /** What it is, for screen readers: "Passport". */
  label: string;
  /** Fetches the value; each call is one recorded act. Called when the person asks, never before. */
  onReveal: (act: 'show' | 'copy') => Promise<string>;
  /** The last part of the strip: `<OpenedBy …/>`, or the seal alone. */
  seal?: ReactNode;
  /** The value is not this person's to show. */
  locked?: boolean;
}

interface Shown {
  value: string;
  at: Date;
  until: number;
}

/** A sealed value: masked, shown for a minute as one recorded act, then masked again. Leaving the tab hides it at once. */
export function SealedValue({ masked, keyVersion, label, onReveal, seal, locked = false }: SealedValueProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [busy, setBusy] = useState<'show' | 'copy' | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const left = useSecondsLeft(shown?.until ?? null);
  const show = useRef<HTMLButtonElement>(null);
  const group = useRef<HTMLSpanElement>(null);
  const tail = masked.replace(/^[•\s]+/u, '');

  const hide = useCallback((): void => {
    const within = group.current?.contains(document.activeElement) ?? false;
    setShown(null);
    if (within) requestAnimationFrame(() => show.current?.focus());
  }, []);
  useEffect(() => {
    if (shown === null) return;
    const leave = (): void => {
      if (document.visibilityState === 'hidden') hide();
    };
    const timer = setTimeout(() => {
      hide();
      announce(words.hidden(label));
    }, shown.until - Date.now());
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('pagehide', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('pagehide', hide);
    };
  }, [shown, hide, label]);

  const act = async (kind: 'show' | 'copy'): Promise<void> => {
    setBusy(kind);
    setSaid(null);
    try {
      if (kind === 'show') {
        const value = await onReveal('show');
        const at = new Date();
        if (document.visibilityState === 'visible') setShown({ value, at, until: at.getTime() + SHOWN_FOR_S * 1000 });
        announce(words.announced(label, value));
      } else {
        await copy(onReveal('copy'));
        setSaid(words.copied);
        announce(words.copied);
      }
    } catch (problem) {
      setSaid(kind === 'copy' && problem instanceof DOMException ? words.copyRefused : problemSentence(problem));
    } finally {
      setBusy(null);
    }
  };

  return (
    <span ref={group} className={classes['wrap']} role="group" aria-label={label}>
      <span className={classes['strip']} data-shown={shown !== null || undefined}>
        <span className={classes['value']}>
          {shown === null ? (
            <>
              <VisuallyHidden>{words.endsIn} </VisuallyHidden>
              <span className={classes['dots']} aria-hidden />
              {tail}
            </>
          ) : (
            shown.value
          )}
        </span>
        {shown === null && !locked && (
          <button ref={show} type="button" disabled={busy !== null} aria-label={`${words.show} ${label}`} onClick={() => void act('show')}>
            {busy === 'show' ? words.opening : words.show}
          </button>
        )}
        {shown === null && locked && <span className={classes['locked']}>{words.locked}</span>}
        {shown !== null && (
          <>
            <button type="button" disabled={busy !== null} aria-label={`${words.copy} ${label}`} onClick={() => void act('copy')}>
              {words.copy}
            </button>
            <button type="button" autoFocus aria-label={`${words.hide} ${label}`} onClick={hide}>
              {words.hide}
            </button>
          </>
        )}
        {seal ?? (
          <span className={classes['seal']}>
            <SealIcon />
            {keyVersion}
          </span>
        )}
        {shown !== null && <span className={classes['drain']} style={{ animationDuration: `${SHOWN_FOR_S}s` }} aria-hidden />}
      </span>
      {shown !== null && said === null && <span className={classes['note']}>{words.hidesIn(left, time(shown.at))}</span>}
      {said !== null && (
        <span className={classes['note']} role="status">
          {said}
        </span>
      )}
    </span>
  );
}

/** Writes the value when it arrives. The browser wants the write begun within the press, so it is given the promise. */
async function copy(value: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(await value);
  const text = value.then((plain) => new Blob([plain], { type: 'text/plain' }));
  // A refusal by the service is told as such, not as the clipboard's.
  await Promise.all([
    navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]).catch(async (problem: unknown) => {
      await value;
      throw problem;
    }),
    value,
  ]);
}

function useSecondsLeft(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.min(SHOWN_FOR_S, Math.max(0, Math.ceil((until - now) / 1000)));
}
