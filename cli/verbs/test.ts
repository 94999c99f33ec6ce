import { formatFinding } from '../../shared/workspace/findings.ts';
import { print } from '../print.ts';
import type { StoriesResult } from '../stories/run-stories.ts';
import type { Verb } from '../verb.ts';

interface TestOptions {
  readonly json: boolean;
  readonly name?: string;
}

const HELP = `
A story is a file in <dir>/tests: people, what happens to them, and what is expected of it. Time is virtual, nothing is sent, no API
is asked. A list that is expected is exact, what is not named is not checked:

  name: A cart that is ordered is not reminded of
  at: "2026-12-02T09:00"          # local time of the zone in settings.yaml, or an instant
  people:
    ann: { traits: { email: ann@example.org, country: DE }, consents: [offers] }
  story:
    - { event: cart.updated, of: ann, properties: { cartId: k-1, total: 40 } }
    - { after: PT1H, event: order.placed, of: ann, properties: { cartId: k-1 } }
    - { after: P1D, expect: { ann: { mails: [], enrollments: [] } } }

Lines of a story:  event  subscribes  confirms  unsubscribes  preferences  delivers  bounces  complains  clicks  expect
What to expect:    mails  staffMails  refusals  holds  enrollments  ended  goals  consents  traits  counts  suppression
Mails, refusals, ends and goals are those that no expectation before has named.
Nobody is in a holdout or the control group unless the story says so: people: { bob: { holdout: [cart-abandoned] } }

Examples:
  npx heed test
  npx heed test workspace --name cart`;

/** Plays the stories of a workspace. */
export const test: Verb = {
  name: 'test',
  configure(command) {
    command
      .description('play the stories of a workspace: who gets which mail when, and who does not')
      .argument('[dir]', 'the workspace folder', 'workspace')
      .option('--name <part>', 'only stories whose name has this in it')
      .option('--json', 'print JSON', false)
      .addHelpText('after', HELP)
      .action(async (folder: string, { json, name }: TestOptions) => {
        // Loaded late: the MJML compiler is most of what this loads.
        const { runStories } = await import('../stories/run-stories.ts');
        const result = await runStories(folder, name);
        print(json, result, lines(folder, result));
        if (!result.ok) process.exitCode = 1;
      });
  },
};

function lines(folder: string, { findings, stories }: StoriesResult): string[] {
  if (findings.length > 0) return [...findings.map(formatFinding), `${folder} cannot be tested before this is mended`];
  const told = stories.flatMap(({ ok, name, failures }) => [
    `${ok ? 'ok  ' : 'FAIL'} ${name}`,
    ...failures.map(formatFinding),
  ]);
  const failed = stories.filter((each) => !each.ok).length;
  const count = `${stories.length} ${stories.length === 1 ? 'story' : 'stories'}`;
  return [...told, failed === 0 ? `${count}, all true` : `${count}, ${failed} failed`];
}
