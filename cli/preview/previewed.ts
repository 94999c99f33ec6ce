import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import type { Told } from '../../shared/api/endpoint.ts';
import type { previewedMailSchema } from '../../shared/api/previews.ts';

/** A mail of a preview, from the API or made here. */
export type Previewed = Told<z.output<typeof previewedMailSchema>>;

/** A mail and the files that it was written to. */
export interface Written {
  readonly template: string;
  readonly step: string | null;
  readonly locale: string;
  readonly subject: string;
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

/** Writes `<folder>/<step>-<template>.<locale>.html` and `.txt`; readable by their owner only, since they may show a customer. */
export function writePreviews(folder: string, mails: readonly Previewed[]): readonly Written[] {
  mkdirSync(folder, { recursive: true });
  return mails.map((mail) => {
    const { step, template, locale, subject, warnings } = mail;
    const name = [step, template].filter((part) => part !== null).join('-');
    const base = join(folder, `${name.replace(/[^\w.-]+/g, '-')}.${locale}`);
    const files = [`${base}.html`, `${base}.txt`];
    writeFileSync(`${base}.html`, mail.html, { mode: 0o600 });
    writeFileSync(`${base}.txt`, `${subject}\n${mail.preheader}\n\n${mail.text}`, { mode: 0o600 });
    return { template, step, locale, subject, files, warnings };
  });
}

/** Lines for people: each mail with its subject, its files and what rendered empty. */
export function writtenLines(written: readonly Written[]): string[] {
  if (written.length === 0) return ['this campaign sends no mail'];
  return written.flatMap(({ template, step, locale, subject, files, warnings }) => [
    `${[step === null ? null : `step ${step}`, template, locale].filter(Boolean).join('  ')}  ${subject}`,
    ...files.map((file) => `  ${file}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
  ]);
}
