import type { Need } from './need.ts';
import { conditionsHold } from './role-conditions.ts';
import { matchesWildcard } from './wildcard.ts';

/** One IAM statement of a function's role, intrinsics resolved, `Action` and `Resource` as arrays. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** operator -> context key -> values, as in the policy document. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, ConditionValue>>>>;
}

type ConditionValue = string | boolean | readonly (string | boolean)[];

/** A call that a function's role does not allow, as GET /denied lists it. `function` is its id, `at` ISO text. */
export interface Denial {
  readonly function: string;
  readonly action: string;
  readonly resource: string;
  readonly at: string;
}

export type Verdict = 'allowed' | 'not-granted' | 'denied';

/** IAM's answer for one permission: an explicit Deny wins, then any Allow, else no. Throws on a condition operator it does not know. */
export function evaluate(statements: readonly PolicyStatement[], need: Need): Verdict {
  const verdicts = need.resources.map((resource) => evaluateResource(statements, need, resource));
  if (verdicts.includes('allowed')) return 'allowed';
  return verdicts.includes('denied') ? 'denied' : 'not-granted';
}

function evaluateResource(statements: readonly PolicyStatement[], need: Need, resource: string): Verdict {
  const applying = statements.filter(
    (statement) =>
      statement.Action.some((pattern) => matchesWildcard(pattern.toLowerCase(), need.action.toLowerCase())) &&
      statement.Resource.some((pattern) => matchesWildcard(pattern, resource)) &&
      conditionsHold(statement.Condition, need.context),
  );
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return applying.length > 0 ? 'allowed' : 'not-granted';
}

/** AWS's words for a refusal. SQS writes its actions in small letters. */
export function refusalWords(principal: string, need: Need, verdict: Exclude<Verdict, 'allowed'>): string {
  const action = need.action.startsWith('sqs:') ? need.action.toLowerCase() : need.action;
  const because =
    verdict === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${need.resources[0] ?? '*'} ${because}`;
}
