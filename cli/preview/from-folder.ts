import { newPerson, type Person } from '../../shared/person/person.ts';
import { previewMail, type Sight, sightsOf } from '../../shared/person/preview.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import { suggestion } from '../../shared/workspace/findings.ts';
import { loadWorkspace, type Workspace } from '../../shared/workspace/workspace.ts';
import { compiledFolder } from '../compiled-folder.ts';
import { CliError } from '../verb.ts';
import type { Previewed } from './previewed.ts';
import { samplePerson } from './sample-person.ts';

/** A name that resolves nowhere (RFC 2606): links of a preview made here lead to no deployment. */
const NOWHERE = 'https://links.invalid';

/**
 * Every mail of a campaign, or a template for itself, in every locale, compiled from a folder: no API, no account. `profileId`: one of
 * the people in `samples/`. Throws CliError 1 with the findings where the workspace does not compile, 2 for a name that is not there.
 */
export async function previewsFromFolder(
  folder: string,
  name: string,
  profileId: string | undefined,
): Promise<readonly Previewed[]> {
  const content = await compiledFolder(folder);
  const workspace = loadWorkspace({ number: 0, publishedAt: 0, content, hashes: {} });
  const now = Date.now();
  const person = await personFor(folder, profileId, workspace, now);
  const mails: Previewed[] = [];
  for (const sight of sightsNamed(name, content)) {
    for (const locale of Object.keys(sight.template.parts)) {
      mails.push(await previewMail(sight, locale, { content, workspace, person, linkOrigin: NOWHERE, now }));
    }
  }
  return mails;
}

async function personFor(
  folder: string,
  profileId: string | undefined,
  workspace: Workspace,
  now: number,
): Promise<Person> {
  if (profileId === undefined) return newPerson('sample');
  const person = await samplePerson(folder, profileId, workspace, now);
  if (person) return person;
  throw new CliError(
    2,
    `${folder}/samples tells nothing of ${profileId}: with --live the API is asked for its profiles`,
  );
}

function sightsNamed(name: string, content: ReleaseContent): readonly Sight[] {
  const campaign = content.campaigns.find((each) => each.id === name);
  if (campaign) return sightsOf(campaign, content);
  const template = content.templates.find((each) => each.id === name);
  if (template) {
    const sender = content.campaigns.find((each) =>
      each.steps.some((step) => 'template' in step && step.template === name),
    );
    return [{ campaign: sender ?? null, step: null, template, replyTo: null }];
  }
  const names = [...content.campaigns, ...content.templates].map((each) => each.id);
  throw new CliError(2, `there is no campaign or template ${name}${suggestion(name, names)}`);
}
