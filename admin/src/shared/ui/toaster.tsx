import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { sharedText } from '../text/catalogue.js';
import { toastStore } from './toast.js';
import type { Toast } from './toast.js';
import classes from './toaster.module.css';

const SECONDS = { plain: 5, undo: 10, danger: 12 };

/** Where toasts stand: above the foot of the page, on a phone below its head; over everything, read out politely. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.all);
  return (
    <section className={classes['toasts']} aria-label="Messages" aria-live="polite" aria-relevant="additions">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastLine({ toast: { id, message, undo, tone } }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (held || busy) return;
    const timer = setTimeout(
      () => toastStore.dismiss(id),
      1000 * (tone === 'danger' ? SECONDS.danger : undo ? SECONDS.undo : SECONDS.plain),
    );
    return () => clearTimeout(timer);
  }, [id, held, busy, tone, undo]);
  const takeBack = async (): Promise<void> => {
    setBusy(true);
    await undo?.();
    toastStore.dismiss(id);
  };
  const Icon = tone === 'danger' ? IconAlertTriangle : IconCircleCheck;
  return (
    <div
      className={classes['toast']}
      data-tone={tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
      <span>{message}</span>
      {undo && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void takeBack()}>
          {sharedText.undo}
        </Button>
      )}
      <CloseButton size={28} aria-label={sharedText.dismiss} onClick={() => toastStore.dismiss(id)} />
    </div>
  );
}
