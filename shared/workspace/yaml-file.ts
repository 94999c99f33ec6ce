import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Finding, Place } from './findings.ts';
import { pathText } from './findings.ts';

/** A parsed YAML text that still knows where each of its values stands. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** Findings of the syntax itself; with any of them `value` is not to be used. */
  readonly findings: readonly Finding[];
  /** A finding at the value of a path, or at the nearest that exists. */
  at(path: readonly PropertyKey[], message: string, severity?: Finding['severity']): Finding;
  /** A finding at the key itself: what is too much, or not available. */
  atKey(path: readonly PropertyKey[], message: string, severity?: Finding['severity']): Finding;
}

// Aliases may multiply a small text into a huge value; nobody writes more than a few by hand.
const MAX_ALIASES = 100;

interface Located {
  readonly key: Node | null;
  readonly value: Node | null;
}

function child(node: Node | null, part: PropertyKey): Located | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
    return isPair(pair) ? { key: pair.key as Node, value: pair.value as Node | null } : null;
  }
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item ? { key: null, value: item as Node } : null;
  }
  return null;
}

/** Walks as far as the path exists. */
function locate(root: Node | null, path: readonly PropertyKey[]): Located {
  let found: Located = { key: null, value: root };
  for (const part of path) {
    const next = child(isAlias(found.value) ? null : found.value, part);
    if (!next) break;
    found = next;
  }
  return found;
}

function offsetOf({ key, value }: Located, preferKey: boolean): number {
  const node = preferKey || isCollection(value) || !value?.range ? (key ?? value) : value;
  return node?.range?.[0] ?? 0;
}

function adviceOn(code: string): string {
  return code === 'DUPLICATE_KEY' ? '' : '; look for a bracket, a quote or an indentation here or in the line above';
}

/**
 * Parses one YAML text. `firstLine` is the line of the file that the text starts on (front matter starts on 2).
 * Syntax errors, duplicate keys and alias bombs come as findings; nothing throws.
 */
export function readYaml(file: string, text: string, firstLine = 1): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) };
  };
  const finding = (offset: number, path: string, message: string, severity: Finding['severity']): Finding => ({
    file,
    ...place(offset),
    path,
    message,
    severity,
  });
  // Behind a bracket or an indentation that is wrong, everything reads as an error: only the first of those says something.
  const broken = document.errors.find((error) => error.code !== 'DUPLICATE_KEY');
  const findings = document.errors
    .filter((error) => error === broken || error.code === 'DUPLICATE_KEY')
    .map((error) => finding(error.pos[0], '', `is not valid YAML: ${error.message}${adviceOn(error.code)}`, 'error'));
  let value: unknown = null;
  if (findings.length === 0) {
    try {
      value = document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (error) {
      findings.push(finding(0, '', `is not valid YAML: ${(error as Error).message}`, 'error'));
    }
  }
  const root = document.contents as Node | null;
  return {
    file,
    value,
    findings,
    at: (path, message, severity = 'error') =>
      finding(offsetOf(locate(root, path), false), pathText(path), message, severity),
    atKey: (path, message, severity = 'error') =>
      finding(offsetOf(locate(root, path), true), pathText(path), message, severity),
  };
}
