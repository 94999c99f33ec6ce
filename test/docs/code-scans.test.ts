import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

interface Source {
  readonly file: string;
  readonly lines: readonly string[];
}

/** Every source file of the product. */
const sources: readonly Source[] = ['shared', 'functions', 'infra', 'cli', 'client', 'simulation', 'local'].flatMap(
  (folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        file: path.slice(ROOT.length + 1).replaceAll('\\', '/'),
        lines: readFileSync(path, 'utf8').split('\n'),
      })),
);

function places(pattern: RegExp, prepare: (line: string) => string = (line) => line): string[] {
  return sources.flatMap(({ file, lines }) => (lines.some((line) => pattern.test(prepare(line))) ? [file] : []));
}

test('P-59 an unkeyed hash is made in a few known places, none of which sees an address', () => {
  expect(places(/\bcreateHash\(|\bhash\('sha|subtle\.digest\(/).toSorted()).toEqual([
    'cli/signed-request.ts',
    'functions/web/style.ts',
    'local/made-once.ts',
    'shared/consent/evidence.ts',
    'shared/kernel/ids.ts',
    'shared/workspace/content-hash.ts',
  ]);
});

test('P-59 no id and no text hash derives from an address', () => {
  const withoutTexts = (line: string) => line.replace(/'[^']*'/g, "''");
  const calls =
    /\b(derivedId|derivedNumber|textHash|filesHash|createHash)\([^;]*\b\w*(email|Email|address|Address)\b(?!\.hmac)/;
  expect(places(calls, withoutTexts)).toEqual([]);
});

test('P-89 heed manages its lists itself: SES is asked for none, and its link is known only to be refused', () => {
  // The local stand-in of SES knows the field, to refuse it.
  expect(places(/ListManagementOptions|ContactListName/)).toEqual(['local/aws/ses-mail.ts']);
  expect(places(/amazonSESUnsubscribeUrl/)).toEqual(['shared/content/liquid-checks.ts']);
});

test('P-70 nothing but the mailer of SES writes mails, to one recipient and without copies', () => {
  expect(places(/new Send(Bulk|Custom\w*)?Email\w*Command\(/)).toEqual(['shared/outbound/ses-mailer.ses.ts']);
  expect(places(/^\s*(CcAddresses|BccAddresses)\s*:/)).toEqual([]);
});

test('P-71 the client of SES is built in one place, with one attempt', () => {
  expect(places(/new SESv2Client\(/)).toEqual(['shared/outbound/clients.ts']);
});
