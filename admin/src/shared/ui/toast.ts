/** What a toast says and offers. */
export interface ToastContent {
  message: string;
  /** Takes the act back; offered as Undo. */
  undo?: (() => void | Promise<void>) | undefined;
  tone?: 'danger' | undefined;
  /** What it is about: a newer toast about the same takes its place, so that no way back is offered that no longer leads there. */
  about?: string | undefined;
}

/** One toast on the screen. */
export interface Toast extends ToastContent {
  readonly id: number;
}

const MOST = 3;

let next = 1;
let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

function set(now: readonly Toast[]): void {
  toasts = now;
  for (const listener of listeners) listener();
}

/** Says what happened, for a few seconds, with the way back where there is one. */
export function toast(content: ToastContent): void {
  const others = toasts.filter(({ about }) => about === undefined || about !== content.about);
  set([...others, { ...content, id: next++ }].slice(-MOST));
}

/** The toasts on the screen, as a store. */
export const toastStore = {
  all: (): readonly Toast[] => toasts,
  dismiss: (id: number): void => set(toasts.filter((shown) => shown.id !== id)),
  clear: (): void => set([]),
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
