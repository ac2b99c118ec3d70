import { Checkbox } from '@mantine/core';
import { IconCheck, IconMinus, IconUsers } from '@tabler/icons-react';
import { ACTS, MODULES, eachAct, together, turn } from '../model.js';
import type { Act, ModuleName, Switches } from '../model.js';
import type { Grant } from '../requests.js';
import { accessText, levelWord } from '../text.js';
import { MODULE_ICONS } from './module-icons.js';
import classes from './parts.module.css';

const words = accessText.matrix;

interface SwitchMatrixProps {
  switches: Switches;
  word: (module: ModuleName) => string;
  /** Without it the matrix only tells. */
  onChange?: ((switches: Switches) => void) | undefined;
  /** What the reader holds: they give nothing beyond. */
  own?: Switches | undefined;
  /** What is held through other sources, which these switches don't take away. */
  others?: readonly Grant[] | undefined;
  /** What is in effect now, to show what would be different. */
  before?: Switches | undefined;
}

/** Ten modules by four acts. Turning reading off turns the rest off; any act needs reading. */
export function SwitchMatrix({ switches, word, onChange, own, others = [], before }: SwitchMatrixProps) {
  const effect = together([{ scope: 'assigned', switches }, ...others]).switches;
  return (
    <>
      <table className={classes['matrix']}>
        <caption className={classes['hidden']}>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.module}</th>
            {ACTS.map((act) => (
              <th key={act} scope="col">
                {accessText.acts[act]}
              </th>
            ))}
            <th scope="col" className={classes['effect']}>
              {words.effect}
            </th>
          </tr>
        </thead>
        <tbody>
          {MODULES.map((module) => (
            <tr key={module} data-off={!effect[module].read || undefined}>
              <th scope="row">
                <ModuleName module={module} word={word} />
              </th>
              {ACTS.map((act) => (
                <td key={act}>
                  <Cell
                    on={switches[module][act]}
                    label={words.box(word(module), accessText.acts[act])}
                    also={sourcesOf(others, module, act)}
                    above={own !== undefined && !switches[module][act] && !own[module][act]}
                    onChange={onChange && ((on) => onChange(turn(switches, module, act, on)))}
                  />
                </td>
              ))}
              <td className={classes['effect']} data-changed={(before && !same(before, effect, module)) || undefined}>
                {levelWord(effect[module])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes['key']}>
        <span>{accessText.levels}</span>
        {others.length > 0 && (
          <span>
            <IconUsers size={12} stroke={2} aria-hidden />
            {words.alsoHint}
          </span>
        )}
      </p>
    </>
  );
}

function ModuleName({ module, word }: { module: ModuleName; word: (module: ModuleName) => string }) {
  const Icon = MODULE_ICONS[module];
  return (
    <span>
      <Icon size={16} stroke={1.5} />
      <span>
        {word(module)}
        {accessText.moduleHint[module] !== '' && <small>{accessText.moduleHint[module]}</small>}
      </span>
    </span>
  );
}

interface CellProps {
  on: boolean;
  label: string;
  also: string;
  above: boolean;
  onChange: ((on: boolean) => void) | undefined;
}

function Cell({ on, label, also, above, onChange }: CellProps) {
  const said = also === '' ? label : `${label}, ${words.also(also)}`;
  const mark = also !== '' && <IconUsers className={classes['also']} size={13} stroke={1.8} aria-hidden />;
  if (onChange === undefined) {
    const held = on || also !== '';
    return (
      <span className={classes['said']} data-off={!held || undefined} title={also === '' ? undefined : words.also(also)}>
        {held ? <IconCheck size={16} stroke={2.2} aria-hidden /> : <IconMinus size={12} stroke={1.6} aria-hidden />}
        <span className={classes['hidden']}>{held ? accessText.on : accessText.off}</span>
      </span>
    );
  }
  return (
    <label className={classes['cell']} title={above ? words.aboveOwn : also === '' ? undefined : words.also(also)}>
      <Checkbox aria-label={said} checked={on} disabled={above} onChange={(event) => onChange(event.currentTarget.checked)} />
      {mark}
    </label>
  );
}

function sourcesOf(grants: readonly Grant[], module: ModuleName, act: Act): string {
  return grants
    .filter(({ switches }) => switches[module][act])
    .map(({ source, sourceName }) => sourceName ?? accessText.source[source].toLowerCase())
    .join(', ');
}

function same(before: Switches, after: Switches, module: ModuleName): boolean {
  return Object.values(eachAct((act) => before[module][act] === after[module][act])).every(Boolean);
}
