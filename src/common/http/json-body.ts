import type { FastifyInstance } from 'fastify';
import { InvalidInput } from '../errors.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Text of a body that must be UTF-8. @throws InvalidInput on any byte sequence that is not. */
export function utf8(body: Buffer): string {
  try {
    return UTF8.decode(body);
  } catch {
    throw new InvalidInput([{ field: 'body', code: 'not_utf8', message: 'The body must be UTF-8 text.' }]);
  }
}

/** Path of the first text that holds a NUL character, which PostgreSQL cannot store. */
function nulPath(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = key.includes('\0') ? path : nulPath(inner, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Deepest nesting of a body. What walks a value by recursion, as validation does, must not run out of stack. */
const DEEPEST = 32;
const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const [OPENS, CLOSES] = [new Set(Buffer.from('[{')), new Set(Buffer.from(']}'))];

/** Whether arrays and objects of a JSON text are nested deeper than a body may be; brackets within texts are text. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfText(text, at + 1);
    else if (OPENS.has(character) && ++depth > DEEPEST) return true;
    else if (CLOSES.has(character)) depth--;
  }
  return false;
}

/** Where the text that begins at `at` has its closing quote. */
function endOfText(text: string, at: number): number {
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** Reads JSON bodies strictly: UTF-8 only, no NUL, no prototype keys, nothing nested too deeply; an empty body is no body. */
export function installJsonBody(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser(['application/json', 'text/plain']);
  fastify.addContentTypeParser(['application/json', 'application/scim+json'], { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8(body as Buffer);
    } catch (error) {
      done(error as Error);
      return;
    }
    if (text.length === 0) {
      done(null, undefined);
      return;
    }
    if (tooDeep(text)) {
      done(new InvalidInput([{ field: 'body', code: 'too_deep', message: `Nest lists and objects at most ${DEEPEST} deep.` }]));
      return;
    }
    void parse(request, text, (error, value) => {
      if (error) {
        done(new InvalidInput([{ field: 'body', code: 'not_json', message: 'The body must be valid JSON.' }]));
        return;
      }
      const nul = text.includes('\\u0000') ? nulPath(value, '') : undefined;
      if (nul !== undefined)
        done(new InvalidInput([{ field: nul || 'body', code: 'nul_character', message: 'Text cannot contain a NUL character.' }]));
      else done(null, value);
    });
  });
}
