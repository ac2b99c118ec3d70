import { useId } from 'react';
import { SCOPES, rank } from '../model.js';
import type { Scope } from '../model.js';
import { accessText } from '../text.js';
import classes from './parts.module.css';

interface ScopeChoiceProps {
  value: Scope;
  onChange: (scope: Scope) => void;
  /** The widest that may be given. */
  widest: Scope;
  disabled?: boolean;
  /** Side by side where there is room. */
  across?: boolean;
}

/** How far somebody sees, each with what it means. */
export function ScopeChoice({ value, onChange, widest, disabled = false, across = false }: ScopeChoiceProps) {
  const name = useId();
  return (
    <fieldset className={classes['options']} data-across={across || undefined}>
      <legend className={classes['hidden']}>{accessText.scopeLabel}</legend>
      {SCOPES.toReversed().map((scope) => {
        const above = rank(scope) > rank(widest) && scope !== value;
        return (
          <label key={scope} className={classes['option']} title={above ? accessText.matrix.aboveOwn : undefined}>
            <input
              type="radio"
              name={name}
              value={scope}
              checked={value === scope}
              disabled={disabled || above}
              onChange={() => onChange(scope)}
            />
            <span>
              <b>{accessText.scope[scope]}</b>
              <small>{accessText.scopeMeaning[scope]}</small>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
