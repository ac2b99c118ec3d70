/** A link somebody asked for in this tab: to which address, until when it works, when it was sent. */
export interface Asked {
  readonly email: string;
  readonly expiresAt: string;
  readonly sentAt: number;
}

const KEY = 'ironbark.asked';

/** What was asked for, kept in this tab so that a reload does not lose the field for the code. */
export const askedStore = {
  read(): Asked | null {
    try {
      const text = sessionStorage.getItem(KEY);
      return text === null ? null : (JSON.parse(text) as Asked);
    } catch {
      return null;
    }
  },

  keep(asked: Asked | null): void {
    try {
      if (asked === null) sessionStorage.removeItem(KEY);
      else sessionStorage.setItem(KEY, JSON.stringify(asked));
    } catch {
      // A browser that keeps nothing begins with the address again after a reload.
    }
  },
};
