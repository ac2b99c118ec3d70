import { useEffect } from 'react';

const DIALOG = '[role="dialog"], [role="alertdialog"]';

/**
 * Gives the keyboard back to what opened a dialog once the dialog is gone, else to the page. Dialogs that are drawn only while
 * they are open take with them what they knew of it, and whoever works by keyboard would begin again at the top.
 */
export function useFocusBack(): void {
  useEffect(() => {
    const openers = new Map<Element, HTMLElement>();
    const note = ({ target, relatedTarget }: FocusEvent): void => {
      const dialog = target instanceof Element ? target.closest(DIALOG) : null;
      if (dialog === null || openers.has(dialog) || !(relatedTarget instanceof HTMLElement)) return;
      if (relatedTarget.closest(DIALOG) !== dialog) openers.set(dialog, relatedTarget);
    };
    const watch = new MutationObserver(() => {
      for (const [dialog, opener] of openers) {
        if (dialog.isConnected) continue;
        openers.delete(dialog);
        if (document.activeElement !== document.body) continue;
        const back = opener.isConnected ? opener : document.getElementById('content');
        back?.focus({ preventScroll: true });
      }
    });
    document.addEventListener('focusin', note);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', note);
      watch.disconnect();
    };
  }, []);
}
