import type { RequestContext } from './need.ts';
import type { PolicyStatement } from './roles.ts';
import { matchesWildcard } from './wildcard.ts';

type Comparison = (value: string, expected: string) => boolean;

const COMPARISONS: Readonly<Record<string, { compare: Comparison; negated: boolean }>> = {
  StringEquals: { compare: (value, expected) => value === expected, negated: false },
  StringNotEquals: { compare: (value, expected) => value === expected, negated: true },
  StringEqualsIgnoreCase: {
    compare: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
    negated: false,
  },
  StringLike: { compare: (value, expected) => matchesWildcard(expected, value), negated: false },
  StringNotLike: { compare: (value, expected) => matchesWildcard(expected, value), negated: true },
  ArnEquals: { compare: (value, expected) => matchesWildcard(expected, value), negated: false },
  ArnLike: { compare: (value, expected) => matchesWildcard(expected, value), negated: false },
  Bool: { compare: (value, expected) => value === expected, negated: false },
};

/**
 * Whether every operator and key of a statement's Condition holds. ForAllValues holds for an absent key, ForAnyValue and the
 * plain operators do not (the negated ones do), `IfExists` skips an absent key. Throws on an operator it does not know:
 * to guess would grant or refuse what AWS does not.
 */
export function conditionsHold(condition: PolicyStatement['Condition'], context: RequestContext): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const wanted = (Array.isArray(expected) ? expected : [expected]).map(String);
      return conditionHolds(operator, valuesOf(context, key), wanted);
    }),
  );
}

function valuesOf(context: RequestContext, key: string): readonly string[] | undefined {
  const name = Object.keys(context).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : context[name];
}

function conditionHolds(operator: string, values: readonly string[] | undefined, wanted: readonly string[]): boolean {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return wanted.includes(String(values === undefined));
  const comparison = COMPARISONS[name];
  if (!comparison) throw new Error(`a role uses the condition operator ${operator}, which the local run does not know`);
  if (values === undefined || values.length === 0) {
    if (quantifier === 'ForAllValues' || ifExists) return true;
    return quantifier === undefined && comparison.negated;
  }
  const holds = (value: string) =>
    wanted.some((expected) => comparison.compare(value, expected)) !== comparison.negated;
  return quantifier === 'ForAnyValue' ? values.some(holds) : values.every(holds);
}
