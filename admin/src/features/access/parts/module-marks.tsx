import { MODULES, modulesOn } from '../model.js';
import type { ModuleName, ModuleSwitches, Switches } from '../model.js';
import { accessText, levelWord } from '../text.js';
import { MODULE_ICONS } from './module-icons.js';
import classes from './parts.module.css';

interface ModuleMarksProps {
  switches: Switches;
  word: (module: ModuleName) => string;
}

/** Ten places in one order: filled when more than reading is on, outlined when reading is, a dot when the module is off. */
export function ModuleMarks({ switches, word }: ModuleMarksProps) {
  const on = modulesOn(switches);
  return (
    <span className={classes['marks']}>
      <span className={classes['hidden']}>
        {accessText.marks(on.length)}
        {on.length > 0 && `: ${on.map((module) => `${word(module)} ${levelWord(switches[module]).toLowerCase()}`).join(', ')}`}
      </span>
      {MODULES.map((module) => {
        const Icon = MODULE_ICONS[module];
        const level = levelOf(switches[module]);
        return (
          <i key={module} data-level={level} title={`${word(module)}: ${levelWord(switches[module])}`} aria-hidden>
            {level !== 'off' && <Icon size={13} stroke={1.8} />}
          </i>
        );
      })}
    </span>
  );
}

function levelOf(held: ModuleSwitches): 'off' | 'read' | 'more' {
  if (!held.read) return 'off';
  return held.create || held.update || held.delete ? 'more' : 'read';
}

/** What the marks mean, below a table of them; whoever can't see them hears each in words. */
export function MarksKey() {
  return (
    <p className={classes['marksKey']} aria-hidden>
      <span>
        <i data-level="more" /> {accessText.marksKey.more}
      </span>
      <span>
        <i data-level="read" /> {accessText.marksKey.read}
      </span>
      <span>
        <i data-level="off" /> {accessText.marksKey.off}
      </span>
    </p>
  );
}
