import type { Verb } from '../verb.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { erase } from './erase.ts';
import { explain } from './explain.ts';
import { exportProfile } from './export.ts';
import { importPeople } from './import.ts';
import { jobs } from './jobs.ts';
import { preview } from './preview.ts';
import { profile } from './profile.ts';
import { publish } from './publish.ts';
import { reach } from './reach.ts';
import { rejected } from './rejected.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { rollback } from './rollback.ts';
import { schema } from './schema.ts';
import { simulate } from './simulate.ts';
import { switches } from './switches.ts';
import { test } from './test.ts';
import { testSend } from './test-send.ts';
import { track } from './track.ts';
import { types } from './types.ts';
import { validate } from './validate.ts';

/** Every verb of the command line; a new one is its file and one line here. */
export const verbs: readonly Verb[] = [
  validate,
  test,
  diff,
  publish,
  rollback,
  preview,
  testSend,
  simulate,
  report,
  reach,
  jobs,
  explain,
  track,
  profile,
  erase,
  exportProfile,
  importPeople,
  types,
  schema,
  switches,
  resume,
  doctor,
  rejected,
];
