import { isObject } from '../kernel/json.ts';
import { isScalar, type Leaf, type Scalar } from './leaf.ts';

/** An element of an array that a field lies in; arrays are numbered, so that elements of one array can be told apart. */
export interface Element {
  readonly array: number;
  readonly index: number;
  readonly outer: Element | null;
}

/** A value found at a path. A plain value in an array lies in no element: any of them will do. */
export interface Field {
  readonly value: Scalar;
  readonly element: Element | null;
}

/** The paths of a pattern as a tree of their segments. */
export interface PathTree {
  path: string | null;
  readonly children: Map<string, PathTree>;
}

export function pathTree(leaves: Iterable<Leaf>): PathTree {
  const root: PathTree = { path: null, children: new Map() };
  for (const { path, segments } of leaves) {
    let node = root;
    for (const segment of segments) {
      const child = node.children.get(segment) ?? { path: null, children: new Map() };
      node.children.set(segment, child);
      node = child;
    }
    node.path = path;
  }
  return root;
}

/** All the fields a pattern asks about, by path. Reads each property once; walks a stack of its own, so depth costs no frames. */
export function fieldsOf(tree: PathTree, root: unknown): Map<string, Field[]> {
  const fields = new Map<string, Field[]>();
  const pending: { node: PathTree; value: unknown; element: Element | null }[] = [];
  let arrays = 0;
  pending.push({ node: tree, value: root, element: null });
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, value, element } = next;
    if (Array.isArray(value)) {
      const array = arrays++;
      value.forEach((item: unknown, index) => {
        pending.push({ node, value: item, element: isScalar(item) ? element : { array, index, outer: element } });
      });
    } else if (isObject(value)) {
      for (const { node: child, key } of asked(node, value)) pending.push({ node: child, value: value[key], element });
    } else if (node.path !== null && isScalar(value)) {
      const found = fields.get(node.path);
      if (found) found.push({ value, element });
      else fields.set(node.path, [{ value, element }]);
    }
  }
  return fields;
}

/** The own keys of an object that lead on; a key with dots counts as all its segments. */
function asked(node: PathTree, object: object): { node: PathTree; key: string }[] {
  if (node.children.size === 0) return [];
  const found: { node: PathTree; key: string }[] = [];
  for (const [key, child] of node.children) if (Object.hasOwn(object, key)) found.push({ node: child, key });
  for (const key of Object.keys(object)) {
    if (!key.includes('.')) continue;
    let reached: PathTree | undefined = node;
    for (const segment of key.split('.')) reached = reached?.children.get(segment);
    if (reached) found.push({ node: reached, key });
  }
  return found;
}
