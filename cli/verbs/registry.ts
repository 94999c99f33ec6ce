import type { Verb } from '../verb.ts';
import { erase } from './erase.ts';
import { explain } from './explain.ts';
import { exportProfile } from './export.ts';
import { importPeople } from './import.ts';
import { notAvailableYet } from './not-available.ts';
import { profile } from './profile.ts';
import { publish } from './publish.ts';
import { track } from './track.ts';
import { validate } from './validate.ts';

/** Every verb of the command line; a new one is its file and one line here. */
export const verbs: readonly Verb[] = [
  validate,
  publish,
  explain,
  track,
  profile,
  erase,
  exportProfile,
  importPeople,
  ...notAvailableYet,
];
