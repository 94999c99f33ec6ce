import { join } from 'node:path';
import { previewCampaign } from '../../shared/api/previews.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { type Previewed, writePreviews, writtenLines } from '../preview/previewed.ts';
import { print } from '../print.ts';
import type { Verb } from '../verb.ts';

interface PreviewOptions extends ApiOptions {
  readonly workspace: string;
  readonly profile?: string;
  readonly out: string;
  readonly live?: boolean;
}

const HELP = `
Without --live or --api the folder is compiled on this machine; nothing is asked and nothing is published. The mails are for the
tracking plan's sample, or with --profile for somebody of the folder's samples. With --live they are those of the active release,
with --profile for a profile as it is now. Links in previews do nothing.

Examples:
  npx heed preview cart-abandoned
  npx heed preview cart-reminder --profile c-anna --out /tmp/mails
  npx heed preview cart-abandoned --live --profile c-42`;

/** Writes the mails of a campaign to look at before anybody gets them. */
export const preview: Verb = {
  name: 'preview',
  configure(command) {
    withApiOptions(command)
      .description('write the mails of a campaign, or a template, as HTML and text in every language')
      .argument('<name>', 'a campaign, or a template')
      .option('--workspace <dir>', 'the workspace folder', 'workspace')
      .option('--profile <id>', 'for whom; else for the sample of the tracking plan')
      .option('--out <dir>', 'where to write the files', 'preview')
      .option('--live', 'ask the API for the active release instead of compiling the folder')
      .addHelpText('after', HELP)
      .action(async (name: string, options: PreviewOptions) => {
        const isLive = options.live === true || options.api !== undefined;
        const mails = isLive ? await liveMails(name, options) : await folderMails(name, options);
        const written = writePreviews(join(options.out, name), mails);
        print(options.json, { mails: written }, writtenLines(written));
      });
  },
};

async function liveMails(campaign: string, options: PreviewOptions): Promise<readonly Previewed[]> {
  const { profile: profileId } = options;
  const asked = { params: { id: campaign }, body: { ...(profileId === undefined ? {} : { profileId }) } };
  return (await ask(options, previewCampaign, asked)).told.mails;
}

async function folderMails(name: string, { workspace, profile }: PreviewOptions): Promise<readonly Previewed[]> {
  // Loaded late: the MJML compiler is most of what this loads.
  const { previewsFromFolder } = await import('../preview/from-folder.ts');
  return previewsFromFolder(workspace, name, profile);
}
