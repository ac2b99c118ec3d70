import { SegmentedControl } from '@mantine/core';
import type { Shown } from './requests.js';
import { watchText } from './text.js';

const SHOWN: readonly Shown[] = ['all', 'signed_in', 'refused'];

/** Which lines of a log are shown. */
export function ShownFilter({ value, onChange }: { value: Shown; onChange: (shown: Shown) => void }) {
  return (
    <SegmentedControl
      aria-label={watchText.filter}
      value={value}
      data={SHOWN.map((shown) => ({ value: shown, label: watchText.shown[shown] }))}
      onChange={(shown) => onChange(shown as Shown)}
    />
  );
}
