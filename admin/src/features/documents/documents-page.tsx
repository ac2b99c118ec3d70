import { usePractice } from '../clients/record/use-practice.js';
import { useTitle } from '../../shared/ui/use-title.js';
import { DocumentList } from './document-list.js';
import { documentsText as words } from './text.js';
import classes from './documents.module.css';

/** Every document that the reader may see, newest first. */
export default function DocumentsPage() {
  const practice = usePractice();
  useTitle(words.title);
  return (
    <div className={classes['page']}>
      <header className={classes['pageHead']}>
        <h1>{words.title}</h1>
        <p>{words.everyClient}</p>
      </header>
      {practice && <DocumentList clientId={null} timeZone={practice.timeZone} today={practice.today} memberName={practice.memberName} />}
    </div>
  );
}
