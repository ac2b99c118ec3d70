import { createRequire } from 'node:module';

/** A node of a parsed document, as far as we read one. The parser's own types would bring a browser's into the whole program. */
export interface Node {
  readonly nodeType: number;
  readonly parentNode: Node | null;
  readonly textContent: string | null;
}

/** An element. */
export interface Element extends Node {
  readonly localName: string;
  readonly namespaceURI: string | null;
  readonly childNodes: ArrayLike<Node>;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): ArrayLike<Element>;
}

/** A document. */
export interface Document {
  readonly documentElement: Element | null;
}

interface Parser {
  parseFromString(text: string, type: string): Document | undefined;
}

const { DOMParser } = createRequire(import.meta.url)('@xmldom/xmldom') as { DOMParser: new (options: object) => Parser };

/** The text is not XML that we read. */
export class XmlRefused extends Error {}

/** Namespaces of SAML 2.0 and XML Signature. */
export const NS = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const;

/** Most tags, and most prefixes of namespaces, that a document has. Real ones have some hundred tags and a handful of prefixes. */
const TAGS_MOST = 5_000;
const PREFIXES_MOST = 50;
/** Most attributes: a provider's word about somebody with many groups has two or three to each. */
const ATTRIBUTES_MOST = 5_000;

/**
 * Refuses what would take long to read, before it is read: whoever posts a response is nobody yet, and the parser copies every
 * prefix in force at every element that declares one. @throws XmlRefused
 */
function assertBounded(text: string): void {
  let tags = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1))
    if (++tags > TAGS_MOST) throw new XmlRefused('too many elements');
  let attributes = 0;
  for (let at = text.indexOf('='); at !== -1; at = text.indexOf('=', at + 1))
    if (/["'\s]/.test(text[at + 1] ?? '') && ++attributes > ATTRIBUTES_MOST) throw new XmlRefused('too many attributes');
  const prefixes = new Set<string>();
  for (const [, prefix] of text.matchAll(/xmlns:([^\s=]{1,100})/g))
    if (prefixes.add(prefix!).size > PREFIXES_MOST) throw new XmlRefused('too many namespaces');
}

/**
 * Parses XML of another party strictly: UTF-8, well formed, and of elements, attributes and text alone. No DOCTYPE and so no
 * entities (ASVS 1.5.1); no comment, processing instruction or CDATA section, because parsers differ in what a text with
 * one of them in its middle says; and of a size that is read in no time. @throws XmlRefused
 */
export function parseStrictly(text: string): Document {
  const declaration = /^\uFEFF?<\?xml\s[^?]*\?>/.exec(text)?.[0] ?? '';
  if (/encoding\s*=/.test(declaration) && !/encoding\s*=\s*["']utf-8["']/i.test(declaration)) throw new XmlRefused('not UTF-8');
  const rest = text.slice(declaration.length);
  if (/<!doctype/i.test(rest)) throw new XmlRefused('a DOCTYPE is not taken');
  if (rest.includes('<!') || rest.includes('<?')) throw new XmlRefused('comments, CDATA and instructions are not taken');
  assertBounded(rest);
  const refuse = (message: string) => {
    throw new XmlRefused(`not well formed: ${message.split('\n', 1)[0]!.slice(0, 120)}`);
  };
  const parsed = new DOMParser({ errorHandler: { warning: refuse, error: refuse, fatalError: refuse } }).parseFromString(rest, 'text/xml');
  if (!parsed?.documentElement) throw new XmlRefused('empty');
  return parsed;
}

/** A text without its comments, in time that grows with its length alone, closed comments or not. */
export function withoutComments(text: string): string {
  let [kept, from] = ['', 0];
  for (;;) {
    const start = text.indexOf('<!--', from);
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4);
    if (end === -1) return kept + text.slice(from);
    kept += text.slice(from, start);
    from = end + 3;
  }
}

/** Every element below a node, itself included, in document order. */
export function elementsOf(root: Element): Element[] {
  return [root, ...Array.from(root.getElementsByTagName('*'))];
}

/** Children of an element with this name. */
export function childrenOf(parent: Element, namespace: string, name: string): Element[] {
  return Array.from(parent.childNodes).filter(
    (node): node is Element => node.nodeType === 1 && (node as Element).localName === name && (node as Element).namespaceURI === namespace,
  );
}

/** The one child with this name. @throws XmlRefused when there is none, or another */
export function onlyChild(parent: Element, namespace: string, name: string): Element {
  const [found, ...more] = childrenOf(parent, namespace, name);
  if (!found || more.length > 0) throw new XmlRefused(`${found ? 'more than one' : 'no'} ${name}`);
  return found;
}

/** Text of an element that holds nothing else. */
export function textOf(element: Element): string {
  return (element.textContent ?? '').trim();
}
