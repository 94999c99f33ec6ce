import * as z from 'zod';
import type { Endpoint } from './endpoint.ts';
import { count, instant, text } from './scalars.ts';

/** A job over everybody as people read it. */
export const jobSchema = z.object({
  id: text('The job.'),
  kind: z.enum(['broadcast', 'arm']).describe('A broadcast, or what `enroll: existing-too` arms after a publication.'),
  campaign: text('Of a broadcast: the campaign.').optional(),
  occurrence: text('Of a broadcast: which one.').optional(),
  at: instant('Of a broadcast: when it was due.').optional(),
  release: count('Of arming: the release.').optional(),
  campaigns: z.array(z.string()).optional().describe('Of arming: the campaigns.'),
  state: z
    .enum(['running', 'stopped', 'done', 'skipped'])
    .describe('Where it stands. `skipped`: the campaign was paused at that moment, so nobody is told.'),
  startedAt: instant('When it began.'),
  people: count('People who were told so far.'),
  pages: count('Pages that were read so far.'),
  parts: z
    .object({ done: count('Parts of the table that are done.'), of: count('Parts of the table.') })
    .describe('How far it is.'),
});

const broadcast = {
  id: 'broadcast-winter-roast-2026-12-01',
  kind: 'broadcast',
  campaign: 'winter-roast',
  occurrence: '2026-12-01',
  at: '2026-12-01T09:00:00.000Z',
  state: 'running',
  startedAt: '2026-12-01T09:00:00.000Z',
  people: 4_000,
  pages: 20,
  parts: { done: 1, of: 4 },
} as const;

export const listJobs = {
  method: 'GET',
  path: '/api/jobs',
  does: 'Work over everybody: broadcasts, and what `existing-too` arms.',
  answer: z.object({ jobs: z.array(jobSchema).describe('Newest first, at most 100 of the last 90 days.') }),
  statuses: { 200: 'The jobs.' },
  example: { answer: { jobs: [broadcast] } },
} as const satisfies Endpoint;

const noJob = 'There is no such job.';

export const stopJob = {
  method: 'POST',
  path: '/api/jobs/{id}/stop',
  does: 'Stops a job: nobody further is told. Whom it told already keep their runs, and one that is done stays done.',
  params: { id: 'The job.' },
  answer: jobSchema,
  statuses: { 200: 'The job as it stands.', 404: noJob },
  example: { path: `/api/jobs/${broadcast.id}/stop`, answer: { ...broadcast, state: 'stopped' } },
} as const satisfies Endpoint;

export const resumeJob = {
  method: 'POST',
  path: '/api/jobs/{id}/resume',
  does: 'Lets a job go on where it was stopped. Asked twice, or of one that runs, it does nothing twice.',
  params: { id: 'The job.' },
  answer: jobSchema,
  statuses: { 200: 'The job as it stands.', 404: noJob },
  example: { path: `/api/jobs/${broadcast.id}/resume`, answer: broadcast },
} as const satisfies Endpoint;
