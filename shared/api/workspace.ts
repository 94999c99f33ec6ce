import * as z from 'zod';
import { bodyRefusals, type Endpoint } from './endpoint.ts';
import { finding } from './problem.ts';
import { count, instant } from './scalars.ts';

const fileTexts = z.record(z.string(), z.string());

export const publishWorkspace = {
  method: 'POST',
  path: '/api/workspace',
  does: 'Compiles a whole workspace and makes it the active release: what is not among the files is no longer active. With a finding nothing is published. The same files as the active ones make no new release.',
  body: z.object({
    files: z
      .record(
        z.string(),
        z.string('is not text: give the content of the file'),
        'is required: { "settings.yaml": "…", … }',
      )
      .meta({
        description: 'Every file of the workspace by its path, such as `campaigns/welcome.yaml`.',
        'x-unit': 'texts by path',
      }),
    baseRelease: z
      .number('takes the number of a release')
      .int()
      .min(0)
      .optional()
      .describe('The release that the files were made from, 0 before the first: refused once another one is active.'),
  }),
  answer: z.object({
    release: count('The number of the release that is active now.'),
    warnings: z.array(finding).describe('What is not wrong but worth a look.'),
  }),
  statuses: {
    ...bodyRefusals,
    200: 'The files are the active release.',
    409: 'Somebody published meanwhile; with `baseRelease` the problem’s `release` says which one is active.',
    422: 'Nothing was published: `findings` holds everything that is wrong.',
  },
  example: {
    body: { files: { 'settings.yaml': 'brand: …', 'topics.yaml': '- …' }, baseRelease: 6 },
    answer: { release: 7, warnings: [] },
  },
} as const satisfies Endpoint;

export const getWorkspace = {
  method: 'GET',
  path: '/api/workspace',
  does: 'The files of the active release, as they were published.',
  answer: z.object({
    release: count('The number of the active release; 0 before the first publication.'),
    files: fileTexts.meta({ description: 'Every file by its path.', 'x-unit': 'texts by path' }),
  }),
  statuses: { 200: 'The files; none before the first publication.' },
  example: { answer: { release: 7, files: { 'topics.yaml': '- …' } } },
} as const satisfies Endpoint;

export const listReleases = {
  method: 'GET',
  path: '/api/workspace/releases',
  does: 'What was published, newest first.',
  answer: z.object({
    releases: z
      .array(
        z.object({
          release: count('Its number.'),
          publishedAt: instant('When it was published.'),
          active: z.boolean().describe('Whether it is the one in force.'),
        }),
      )
      .describe('Every release.'),
  }),
  statuses: { 200: 'The releases.' },
  example: { answer: { releases: [{ release: 7, publishedAt: '2026-11-21T10:00:00.000Z', active: true }] } },
} as const satisfies Endpoint;

export const activateRelease = {
  method: 'POST',
  path: '/api/workspace/releases/{release}/activate',
  does: 'Makes an earlier release the active one, such as to roll back. Who is in a journey keeps the steps it began with.',
  params: { release: 'The number of a release.' },
  answer: z.object({ release: count('The release that is active now.') }),
  statuses: { 200: 'It is active.', 404: 'There is no such release.' },
  example: { path: '/api/workspace/releases/6/activate', answer: { release: 6 } },
} as const satisfies Endpoint;
