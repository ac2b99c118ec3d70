// Titles of tests, read from their source: nothing is run, and what only looks like a test in a string or comment is none.
import ts from 'typescript';

const GROUPS = new Set(['describe', 'fdescribe']);
const TESTS = new Set(['it', 'test', 'fit']);
/** What is skipped or only planned shows nothing. */
const NOT_RUN = new Set(['skip', 'todo']);

/**
 * Every test of a file that runs, with the titles of the groups around it. A value in a title, as of `it.each`, is left as it is written
 * there (`%s`); a part that is computed becomes `…`.
 *
 * @param {string} file
 * @param {string} text
 * @returns {{ file: string, title: string }[]}
 */
export function testsIn(file, text) {
  const tests = [];
  const visit = (node, around) => {
    const call = ts.isCallExpression(node) ? callOf(node) : undefined;
    if (call?.runs === false) return;
    if (call?.kind === 'test') tests.push({ file, title: [...around, call.title].join(' › ') });
    const within = call?.kind === 'group' ? [...around, call.title] : around;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false), []);
  return tests;
}

/** What a call is: a group, a test, or neither. `it.each(rows)(title, …)` and its tagged form are calls of what `it.each` gives. */
function callOf({ expression, arguments: given }) {
  let callee = expression;
  if (ts.isCallExpression(callee)) callee = isEach(callee.expression) ? callee.expression.expression : undefined;
  else if (ts.isTaggedTemplateExpression(callee)) callee = isEach(callee.tag) ? callee.tag.expression : undefined;
  else if (isEach(callee)) return undefined;
  const modifiers = [];
  while (callee && ts.isPropertyAccessExpression(callee)) {
    modifiers.push(callee.name.text);
    callee = callee.expression;
  }
  if (!callee || !ts.isIdentifier(callee) || given.length === 0) return undefined;
  const plain = callee.text.replace(/^x(?=describe$|it$|test$)/, '');
  const kind = GROUPS.has(plain) ? 'group' : TESTS.has(plain) ? 'test' : undefined;
  if (kind === undefined) return undefined;
  return { kind, title: titleOf(given[0]), runs: plain === callee.text && !modifiers.some((name) => NOT_RUN.has(name)) };
}

function isEach(node) {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'each';
}

function titleOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (ts.isBinaryExpression(node)) return titleOf(node.left) + titleOf(node.right);
  if (ts.isParenthesizedExpression(node)) return titleOf(node.expression);
  return '…';
}
