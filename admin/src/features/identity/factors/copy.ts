import { announce } from '../../../shared/ui/announce.js';
import { toast } from '../../../shared/ui/toast.js';
import { factorText } from './text.js';

/** Copies a text, and says whether that went. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announce(factorText.copied);
    toast({ message: factorText.copied });
    return true;
  } catch {
    toast({ message: factorText.copyRefused, tone: 'danger' });
    return false;
  }
}
