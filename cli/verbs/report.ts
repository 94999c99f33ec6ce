import { getReport } from '../../shared/api/report.ts';
import { type ApiOptions, withApiOptions } from '../api-options.ts';
import { ask } from '../ask.ts';
import { print } from '../print.ts';
import { reportLines } from '../report-text.ts';
import type { Verb } from '../verb.ts';

interface ReportOptions extends ApiOptions {
  readonly from?: string;
  readonly to?: string;
}

/** What a campaign did: who got it, who did not and why, and what it was worth. */
export const report: Verb = {
  name: 'report',
  configure(command) {
    withApiOptions(command)
      .description('show what a campaign did: entered, sent, delivered, refused and why, goals and lift')
      .argument('<campaign>', 'which campaign')
      .option('--from <day>', 'first UTC day, such as 2026-11-01 (else its first)')
      .option('--to <day>', 'last UTC day (else today)')
      .addHelpText('after', '\nExample:\n  npx heed report cart-abandoned --from 2026-11-01')
      .action(async (campaign: string, { from, to, ...options }: ReportOptions) => {
        const { body, told } = await ask(options, getReport, { params: { id: campaign }, query: { from, to } });
        print(options.json, body, reportLines(told));
      });
  },
};
