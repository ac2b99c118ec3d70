import { Status } from '../../../shared/ui/status.js';
import type { ImportState } from './model.js';
import { importText } from './text.js';

const KINDS = { checking: 'running', ready: 'running', running: 'running', paused: 'paused', done: 'done', cancelled: 'failed' } as const;

/** Where an import stands: a shape and a word. */
export function ImportStatus({ state }: { state: ImportState }) {
  return <Status kind={KINDS[state]}>{importText.states[state]}</Status>;
}
