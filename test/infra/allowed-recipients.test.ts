import { expect, test } from 'vitest';
import { conditionsHold } from '../../local/aws/role-conditions.ts';
import type { PolicyStatement } from '../../local/aws/roles.ts';
import { synthesize, type Templates } from './templates.ts';

/** Of `send`, and of `api` for tests to the staff. */
function sendEmailStatements(templates: Templates): readonly PolicyStatement[] {
  const found = templates
    .ofType('AWS::IAM::Role')
    .flatMap(
      ([, { Properties }]) => Properties.Policies as unknown as { PolicyDocument: { Statement: PolicyStatement[] } }[],
    )
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .filter((statement) => [statement.Action].flat().includes('ses:SendEmail'));
  expect(found).toHaveLength(2);
  return found;
}

function mayWriteTo(templates: Templates, ...recipients: string[]): boolean {
  const answers = sendEmailStatements(templates).map(({ Condition }) =>
    conditionsHold(Condition, { 'ses:Recipients': recipients }),
  );
  expect(new Set(answers).size).toBe(1);
  return answers.every((each) => each);
}

function environmentOf(templates: Templates): unknown {
  const variables = templates
    .ofType('AWS::Lambda::Function')
    .map(([, { Properties }]) => (Properties.Environment as { Variables: Record<string, unknown> }).Variables);
  return variables.find((each) => each.POWERTOOLS_SERVICE_NAME === 'send')?.ALLOWED_RECIPIENTS;
}

const trial = synthesize({}, 'trial');
const colleagues = synthesize({ allowedRecipients: 'ann@acme.example, *@qa.acme.example' }, 'trial');

test('P-88 the role of a stage for trials lets it write to the simulator only', () => {
  expect(mayWriteTo(trial, 'success+1@simulator.amazonses.com')).toBe(true);
  expect(mayWriteTo(trial, 'ann@acme.example')).toBe(false);
  expect(mayWriteTo(trial, 'bounce@simulator.amazonses.com', 'ann@acme.example')).toBe(false);
  expect(environmentOf(trial)).toBe('*@simulator.amazonses.com');
});

test('P-88 its allow-list adds colleagues, for role and code alike', () => {
  expect(mayWriteTo(colleagues, 'ann@acme.example')).toBe(true);
  expect(mayWriteTo(colleagues, 'bob@qa.acme.example')).toBe(true);
  expect(mayWriteTo(colleagues, 'bob@acme.example')).toBe(false);
  expect(environmentOf(colleagues)).toBe('*@simulator.amazonses.com,ann@acme.example,*@qa.acme.example');
});

test('P-88 synthesis warns that such a stage writes to almost nobody, with the name of the one that does', () => {
  const warning = colleagues.warnings.join();
  expect(warning).toContain('*@qa.acme.example');
  expect(warning).toContain('--context stage=live');
  expect(synthesize({}, 'prod').warnings.join()).toContain('"prod\\" is for trials');
});

test.each([[undefined], ['local']])('P-88 the stage %s writes to everybody', (stage) => {
  const templates = synthesize({ allowedRecipients: 'ann@acme.example' }, stage);
  for (const { Condition } of sendEmailStatements(templates)) expect(Condition).toBeUndefined();
  expect(environmentOf(templates)).toBeUndefined();
  expect(templates.warnings.join()).not.toContain('for trials');
});

test.each(['*', 'acme.example', '*@*', 'ann@acme.example *@x'])(
  'P-88 an allow-list with "%s" is refused',
  (allowedRecipients) => {
    expect(() => synthesize({ allowedRecipients }, 'trial')).toThrow('allowedRecipients');
  },
);
