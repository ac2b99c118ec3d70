import ts from 'typescript';
import { calledMethod, isServerSource, walk } from './engine.mjs';

const BEGINS_LIKE_SQL =
  /^\s*(?:select\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+(?:recursive\s+)?\S+\s+as\s|merge\s+into\s|create\s+(?:table|index|unique|schema|role|function|policy|database|or\s+replace)|alter\s+(?:table|role|database|default|function)|drop\s+(?:table|schema|role|index|policy|function|database)|grant\s|revoke\s|truncate\s|copy\s+\S+\s+(?:from|to)\s|set\s+(?:local\s|session\s|role\s)|(?:un)?listen\s|notify\s)/i;
const QUERY_CALLS = new Set(['query', 'execute']);

/** The text that a template or a chain of `+` makes, with `?` for what is not written out. */
function shape(node) {
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map((span) => `?${span.literal.text}`).join('');
  if (ts.isBinaryExpression(node)) return shape(node.left) + shape(node.right);
  return ts.isStringLiteralLike(node) ? node.text : '?';
}

/** Whether a text is SQL rather than a sentence, which begins with one capital ("Select a client from the list"). */
function looksLikeSql(text) {
  const [word = ''] = /[A-Za-z]+/.exec(text) ?? [];
  return (word === word.toLowerCase() || word === word.toUpperCase()) && BEGINS_LIKE_SQL.test(text);
}

const isSum = (node) => ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** Names of constants of this file whose value is written out in full: `const COLUMNS = 'id, card'`. */
function writtenOut(source) {
  const names = new Set();
  walk(source, (node) => {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.initializer === undefined) return;
    const isConst = (node.parent.flags & ts.NodeFlags.Const) !== 0;
    if (isConst && isFixed(node.initializer, names)) names.add(node.name.text);
  });
  return names;
}

/** Whether an expression can only ever be texts that are written out in this file. */
function isFixed(node, names) {
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return true;
  if (ts.isIdentifier(node)) return names.has(node.text);
  if (isSum(node)) return isFixed(node.left, names) && isFixed(node.right, names);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isFixed(span.expression, names));
  if (ts.isConditionalExpression(node)) return isFixed(node.whenTrue, names) && isFixed(node.whenFalse, names);
  return ts.isAsExpression(node) || ts.isParenthesizedExpression(node) ? isFixed(node.expression, names) : false;
}

/** Whether a node is the text of a query: first argument of query()/execute(), or a `text:` property. */
function isQueryText(node) {
  const parent = node.parent;
  if (QUERY_CALLS.has(calledMethod(parent))) return parent.arguments[0] === node;
  return ts.isPropertyAssignment(parent) && parent.name.getText() === 'text' && looksLikeSql(shape(node));
}

/**
 * SQL is written out in full and values travel beside it. Texts may be put together only from constants of the same
 * file, or by the `sql` tag, which turns values into parameters.
 */
export const noStringSql = {
  name: 'no-string-sql',
  // The row-security helpers write the DDL of migrations from fixed names; DDL takes no parameters.
  appliesTo: (file) => isServerSource(file) && file !== 'src/common/database/row-security.ts',
  check(source, report) {
    const names = writtenOut(source);
    walk(source, (node) => {
      const built = ts.isTemplateExpression(node) || (isSum(node) && !isSum(node.parent));
      if (!built || isFixed(node, names)) return;
      if (ts.isTaggedTemplateExpression(node.parent)) {
        if (node.parent.tag.getText(source) === 'sql') return;
      }
      if (isQueryText(node) || looksLikeSql(shape(node)))
        report(node, 'SQL built from strings; write it out and pass values as parameters');
    });
  },
};
