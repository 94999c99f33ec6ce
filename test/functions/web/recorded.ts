/** Wraps every function of the object, and of the objects in it, so that each call adds its name to `calls`. */
export function recorded<T extends object>(target: T, calls: string[], prefix = ''): T {
  const entries = Object.entries(target).map(([name, value]): [string, unknown] => {
    const path = `${prefix}${name}`;
    if (typeof value === 'function') {
      return [
        name,
        (...given: unknown[]) => {
          calls.push(path);
          return Reflect.apply(value, target, given);
        },
      ];
    }
    return [name, typeof value === 'object' && value !== null ? recorded(value, calls, `${path}.`) : value];
  });
  return Object.fromEntries(entries) as T;
}
