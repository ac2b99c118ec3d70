import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Status } from '../../../shared/ui/status.js';
import type { Answer, ExplainStep } from '../requests.js';
import { useAccessTeams, useTemplates } from '../use-access.js';
import { checkText } from './text.js';
import page from '../parts/page.module.css';
import classes from './check.module.css';

interface AnswerViewProps {
  answer: Answer;
  sentence: string;
  member: { id: string; displayName: string };
}

/** Yes or no in a sentence, and step by step what was looked at. */
export function AnswerView({ answer: { allowed, steps }, sentence, member }: AnswerViewProps) {
  const Icon = allowed ? IconCircleCheck : IconCircleX;
  return (
    <section aria-live="polite">
      <header className={classes['answer']} data-allowed={allowed}>
        <Icon size={22} stroke={1.7} aria-hidden />
        <h2>{sentence}</h2>
      </header>
      <h3 className={classes['why']}>{checkText.why}</h3>
      <ol className={classes['steps']}>
        {steps.map((step, index) => (
          <li key={index} data-decides={step.decides || undefined}>
            <span className={classes['kind']}>
              <Status kind={kindOf(step)}>{checkText.kinds[step.kind]}</Status>
            </span>
            <span>
              {step.text}
              {step.decides && <b className={page['tag']}>{checkText.decides}</b>}
              <Sources step={step} />
            </span>
          </li>
        ))}
      </ol>
      <Link className={page['link']} to={`/team/members/${member.id}`}>
        {checkText.change(member.displayName)}
      </Link>
    </section>
  );
}

function kindOf({ kind, allows }: ExplainStep): 'done' | 'none' | 'failed' {
  if (allows) return 'done';
  // A narrow scope refuses nobody by itself.
  return kind === 'scope' ? 'none' : 'failed';
}

function Sources({ step: { sources } }: { step: ExplainStep }) {
  const teams = useAccessTeams().data;
  const templates = useTemplates().data;
  if (sources.length === 0) return null;
  const name = ({ source, sourceId }: ExplainStep['sources'][number]): string =>
    teams?.find(({ id }) => id === sourceId)?.name ?? templates?.find(({ id }) => id === sourceId)?.name ?? checkText.sources[source];
  return <small>{checkText.from([...new Set(sources.map(name))].join(', '))}</small>;
}
