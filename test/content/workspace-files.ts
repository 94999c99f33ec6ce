import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileWorkspace } from '../../shared/content/compile-workspace.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';

export type Files = Readonly<Record<string, string>>;

/** A small workspace that compiles without a finding; each test says what differs. */
export const soundFiles: Files = {
  'settings.yaml': `brand:
  name: Acme
  legalName: Acme GmbH
  postalAddress: Hauptstr. 1, Berlin
  from: Acme <news@news.acme.example>
  transactionalFrom: Acme <hello@acme.example>
locales: [en, de]
timeZone: Europe/Berlin
quietHours: { from: "21:00", to: "08:00" }
`,
  'topics.yaml': `- id: offers
  name: { en: Offers, de: Angebote }
  optIn: double
`,
  'events.yaml': `events:
  order.placed: { remember: true }
  cart.abandoned: { sample: { cartId: k-1, total: 20, items: [ { name: Beans } ] } }
`,
  'campaigns/cart.yaml': `id: cart
status: active
topic: offers
trigger:
  event: cart.abandoned
  key: properties.cartId
  where: { properties: { total: [ { numeric: [">=", 20] } ] } }
audience: { profile: { country: [DE, AT] } }
exit: [ { event: order.placed, sameKey: properties.cartId } ]
steps:
  - send: cart
`,
  'templates/cart/en.mjml': `---
subject: "Your cart, {{ profile.firstName }}"
---
<mj-section><mj-column>
  <mj-text>Total {{ properties.total }}</mj-text>
</mj-column></mj-section>
`,
  'templates/cart/de.mjml': `---
subject: "Ihr Warenkorb, {{ profile.firstName }}"
---
<mj-section><mj-column>
  <mj-text>Summe {{ properties.total }}</mj-text>
</mj-column></mj-section>
`,
};

/** The sound workspace with some text replaced in one file; throws when the text is not there. */
export function withChange(file: string, from: string, to: string): Files {
  const text = soundFiles[file];
  if (!text?.includes(from)) throw new Error(`${file} does not hold ${from}`);
  return { ...soundFiles, [file]: text.replace(from, () => to) };
}

/** Findings as the CLI prints them, warnings included. */
export async function findingsOf(files: Files): Promise<string[]> {
  const compiled = await compileWorkspace(files);
  return (compiled.ok ? compiled.warnings : compiled.findings).map(formatFinding);
}

export async function contentOf(files: Files): Promise<ReleaseContent> {
  const compiled = await compileWorkspace(files);
  if (!compiled.ok) throw new Error(compiled.findings.map(formatFinding).join('\n'));
  return compiled.content;
}

/** The sample workspace that comes with the product. */
export function sampleFiles(): Files {
  const folder = fileURLToPath(new URL('../../workspace', import.meta.url));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}
