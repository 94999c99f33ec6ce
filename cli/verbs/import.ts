import { fileFacts } from '../import/file-stream.ts';
import { historyRow } from '../import/history-row.ts';
import { type Imported, importFile } from '../import/import-file.ts';
import { type ImportOptions, planOf, withImportOptions } from '../import/import-options.ts';
import { jsonLines } from '../import/json-rows.ts';
import { peopleRows } from '../import/people-file.ts';
import { peopleRow } from '../import/people-row.ts';
import { notesOf, summaryLines, summaryOf } from '../import/summary.ts';
import { print } from '../print.ts';
import { CliError, type Verb } from '../verb.ts';

const EXAMPLES = `
A row gives a permission only with its proof: topic, basis, date, method, text and source, each from a column or an option.
Rows without it, and rows of people who are suppressed or withdrew since, are refused and reported; nothing is ever revived.
A run that stops goes on where it stopped when it is started again; rows are never taken twice.

Examples:
  npx heed import people.csv --dry-run
  npx heed import people.csv --map profileId=customer_id --map email=Email --map consent.grantedAt=OPTIN_TIME \\
    --topic offers --basis express-doi --method web-form --text "Yes, send me offers" --source "shop database" --report refused.csv
  npx heed import subscribed_members.csv --preset mailchimp --topic offers --text "Yes, send me offers"
  npx heed import unsubscribed_members.csv --preset mailchimp
  npx heed import optouts.csv --map profileId=id --as withdrawn
  npx heed import events history.jsonl

Targets of --map: profileId, email, occurredAt, status, traits.<name> (text; traits.age:number, :boolean, :json),
consent.topics|basis|grantedAt|method|text|source|locale|ip|userAgent|privacyNotice|defaultState|preTicked|bundled|
lastPurchaseAt|inquiryAt|obtainedInSale|refusalOffered|refusalUsed|ownSimilarProducts, withdrawal.at|topics|method. Columns of these names need no --map.

events: one event a line, as heed track --file takes them, older than 3 days: history becomes facts and starts nothing.`;

/** Takes over people with their proven permissions (P-45), or past events as facts. */
export const importPeople: Verb = {
  name: 'import',
  configure(command) {
    withImportOptions(command)
      .description('take over people with their proven permissions, or past events')
      .argument('<file>', 'people as CSV or JSON lines (.gz too); or the word events')
      .argument('[history]', 'after the word events: past events, one a line')
      .addHelpText('after', EXAMPLES)
      .action(async (file: string, history: string | undefined, options: ImportOptions) => {
        if (history === undefined) await people(file, options);
        else if (file === 'events') await events(history, options);
        else throw new CliError(2, `say one file, or: heed import events ${history}`);
      });
  },
};

async function people(file: string, options: ImportOptions): Promise<void> {
  const plan = planOf(file, options, Date.now());
  const imported = await importFile(
    {
      file,
      rows: (reading) => peopleRows(plan, reading),
      read: (fingerprint, row) => peopleRow(plan, fingerprint, row, Date.now()),
    },
    options,
  );
  tell(file, imported, options, notesOf(plan, imported));
}

async function events(file: string, options: ImportOptions): Promise<void> {
  fileFacts(file);
  const imported = await importFile(
    {
      file,
      rows: (reading) => jsonLines(file, reading),
      read: (fingerprint, row) => historyRow(fingerprint, row, Date.now()),
    },
    options,
  );
  tell(file, imported, options, []);
}

/** A refused row is an answer that a script must not overlook. */
function tell(file: string, imported: Imported, options: ImportOptions, notes: readonly string[]): void {
  const summary = summaryOf(file, imported, options, notes);
  print(options.json, summary, summaryLines(summary));
  if (imported.tally.refused > 0) process.exitCode = 1;
}
