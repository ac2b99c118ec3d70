import { Button } from '@mantine/core';
import { useId } from 'react';
import type { Preset } from './presets.js';
import { PRESETS } from './presets.js';
import { requestsText as words } from './text.js';
import { presetOf, useChecklists } from './use-checklists.js';
import classes from './requests.module.css';

interface BeginProps {
  /** Keys of those that are on the list. */
  pressed: ReadonlySet<string>;
  onPress: (preset: Preset) => void;
  /** Opens the practice's own checklists. */
  onManage: () => void;
}

/** Checklists to begin with: the practice's own, then those that ship. */
export function BeginWith({ pressed, onPress, onManage }: BeginProps) {
  const titleId = useId();
  const own = useChecklists().data ?? [];
  return (
    <div className={classes['presets']} role="group" aria-labelledby={titleId}>
      <span id={titleId}>{words.presets}</span>
      {[...own.map(presetOf), ...PRESETS].map((preset) => (
        <button
          key={preset.key}
          type="button"
          aria-pressed={pressed.has(preset.key)}
          {...(preset === PRESETS[0] && { 'data-autofocus': true })}
          onClick={() => onPress(preset)}
        >
          {preset.name}
        </button>
      ))}
      {own.length > 0 && (
        <Button variant="subtle" size="xs" onClick={onManage}>
          {words.ownLists}
        </Button>
      )}
    </div>
  );
}
