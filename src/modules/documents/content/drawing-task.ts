import type { ContentProblem } from './content.js';

/** What the process that draws is asked. */
export type DrawingTask =
  | { do: 'look'; type: string }
  | { do: 'page'; type: string; page: number; width: number; watermark: string | null }
  | { do: 'text'; type: string; page: number }
  | { do: 'try' };

/** What it says, before the bytes of a picture. */
export interface DrawingAnswer {
  readonly pages?: number;
  readonly problem?: ContentProblem;
  readonly text?: string;
}

/** What the process says when letters do not show. */
export const NO_LETTERS = 4;
