import type { Category } from '../model.js';
import type { NewItem } from './model.js';
import type { Preset } from './presets.js';

/** An item that is being written. */
export interface DraftItem {
  /** Where the list keeps it apart; no id of the service. */
  key: string;
  label: string;
  hint: string;
  category: Category | null;
  /** Key of the preset it came from, while nobody has changed it. */
  from: string | null;
}

/** An item of which nothing is written yet. */
export const NO_ITEM = (): DraftItem => ({ key: crypto.randomUUID(), label: '', hint: '', category: null, from: null });

const isEmpty = ({ label, hint }: DraftItem): boolean => label.trim() === '' && hint.trim() === '';
const same = (label: string): string => label.trim().toLowerCase();

/** A list with what a preset asks for, but nothing twice. Empty items make room. */
export function withPreset(items: readonly DraftItem[], preset: Preset): DraftItem[] {
  const kept = items.filter((item) => !isEmpty(item));
  const there = new Set(kept.map(({ label }) => same(label)));
  const added = preset.items
    .filter(({ label }) => !there.has(same(label)))
    .map(({ label, hint = '', category = null }) => ({ ...NO_ITEM(), label, hint, category, from: preset.key }));
  return [...kept, ...added];
}

/** A list without what a preset brought and nobody changed; never without any item. */
export function withoutPreset(items: readonly DraftItem[], { key }: Preset): DraftItem[] {
  const kept = items.filter(({ from }) => from !== key);
  return kept.length === 0 ? [NO_ITEM()] : kept;
}

/** A list with one item elsewhere by one place; as it was at its ends. */
export function moved(items: readonly DraftItem[], index: number, by: -1 | 1): DraftItem[] {
  const next = [...items];
  const [item] = next.splice(index, 1);
  if (item !== undefined) next.splice(Math.min(items.length - 1, Math.max(0, index + by)), 0, item);
  return next;
}

/** What is sent: empty items are left out, and a hint without a document stays, to be complained of. */
export function asSent(items: readonly DraftItem[]): NewItem[] {
  return items
    .filter((item) => !isEmpty(item))
    .map(({ label, hint, category }) => ({
      label: label.trim(),
      ...(hint.trim() !== '' && { hint: hint.trim() }),
      ...(category !== null && { category }),
    }));
}
