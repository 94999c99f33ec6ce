import { customerio } from './customerio.ts';
import { klaviyo } from './klaviyo.ts';
import { mailchimp } from './mailchimp.ts';
import { pinpoint } from './pinpoint.ts';
import type { Preset } from './preset.ts';

/** Every export that is read without `--map`; a new one is its data file and one line here. */
export const presets: readonly Preset[] = [mailchimp, klaviyo, customerio, pinpoint];
