import type { Verb } from '../verb.ts';
import { diff } from './diff.ts';
import { doctor } from './doctor.ts';
import { erase } from './erase.ts';
import { explain } from './explain.ts';
import { exportProfile } from './export.ts';
import { importPeople } from './import.ts';
import { notAvailableYet } from './not-available.ts';
import { preview } from './preview.ts';
import { profile } from './profile.ts';
import { publish } from './publish.ts';
import { rejected } from './rejected.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { rollback } from './rollback.ts';
import { switches } from './switches.ts';
import { testSend } from './test-send.ts';
import { track } from './track.ts';
import { types } from './types.ts';
import { validate } from './validate.ts';

/** Every verb of the command line; a new one is its file and one line here. */
export const verbs: readonly Verb[] = [
  validate,
  diff,
  publish,
  rollback,
  preview,
  testSend,
  report,
  explain,
  track,
  profile,
  erase,
  exportProfile,
  importPeople,
  types,
  switches,
  resume,
  doctor,
  rejected,
  ...notAvailableYet,
];
