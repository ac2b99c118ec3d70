import { highlight } from './highlight.js';

/** A text with what the search found in it marked. */
export function Marked({ text, query }: { text: string; query: string }) {
  let at = 0;
  return highlight(text, query).map((stretch) => {
    const key = at;
    at += stretch.text.length;
    return stretch.hit ? <mark key={key}>{stretch.text}</mark> : <span key={key}>{stretch.text}</span>;
  });
}
