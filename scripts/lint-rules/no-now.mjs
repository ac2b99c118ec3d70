import ts from 'typescript';
import { calledMethod, isServerSource, walk } from './engine.mjs';

const SQL_NOW =
  /\b(?:now|transaction_timestamp|statement_timestamp)\s*\(\s*\)|\b(?:current_timestamp|localtimestamp|current_date|current_time)\b(?!\s*:)/i;
const LOOKS_LIKE_SQL = /\b(?:select|insert|update|delete|where|values|set|returning|interval)\b/i;

/** Time comes from the injected clock, in SQL as a parameter (or `clock_timestamp()` where the database must decide). */
export const noNow = {
  name: 'no-now',
  appliesTo: (file) => isServerSource(file) && !/^src\/common\/(clock\/|ids\.ts$)/.test(file),
  check(source, report) {
    walk(source, (node) => {
      const isDate = (expression) => ts.isIdentifier(expression) && expression.text === 'Date';
      const noArguments = node.arguments === undefined || node.arguments.length === 0;
      if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isDate(node.expression) && noArguments)
        report(node, 'take the time from the injected Clock');
      if (calledMethod(node) === 'now' && isDate(node.expression.expression)) report(node, 'take the time from the injected Clock');
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'dayjs' && noArguments)
        report(node, 'take the time from the injected Clock');
      const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
      if (isText && SQL_NOW.test(node.text) && LOOKS_LIKE_SQL.test(node.text))
        report(node, 'pass the time of the injected Clock as a parameter');
    });
  },
};
