import { weekdays } from '../../shared/consent/preferences.ts';
import { parseDuration } from '../../shared/kernel/durations.ts';
import { DAY } from '../../shared/kernel/instants.ts';
import { type Html, html } from './html.ts';
import type { PageFrame } from './page-frame.ts';
import type { PreferencesView } from './preferences-view.ts';

/** Words of what is wrong, by field of the form. */
export type Wrong = ReadonlyMap<string, string>;

/** What is wrong with a field, in words beside it (WCAG 3.3.1). */
export function wrongText(wrong: Wrong, field: string): Html | null {
  const words = wrong.get(field);
  return words === undefined ? null : html`<p class="wrong" id="${field}-wrong">${words}</p>`;
}

type Option = readonly [value: string, words: string];

function select(name: string, label: string, options: readonly Option[], chosen: string): Html {
  const option = ([value, words]: Option) =>
    html`<option value="${value}"${value === chosen && html` selected`}>${words}</option>`;
  return html`<div class="field"><label for="${name}">${label}</label>
<select id="${name}" name="${name}">${options.map(option)}</select></div>`;
}

/** `1/P7D`: as the form says it. */
export function frequencyText(frequency: PreferencesView['chosen']['frequency']): string {
  return frequency === null ? '' : `${frequency.max}/${frequency.per}`;
}

/** P-67: an upper bound; a choice that came by an event and is none of ours keeps its own line. */
function frequencyField(frame: PageFrame, { chosen }: PreferencesView): Html {
  const options: Option[] = [
    ['', frame.say('preferencesFrequencyAny')],
    ['1/PT24H', frame.say('preferencesFrequencyDay')],
    ['1/P7D', frame.say('preferencesFrequencyWeek')],
    ['1/P30D', frame.say('preferencesFrequencyMonth')],
  ];
  const value = frequencyText(chosen.frequency);
  if (chosen.frequency !== null && !options.some(([known]) => known === value)) {
    const days = String(Math.round(((parseDuration(chosen.frequency.per) ?? 0) / DAY) * 10) / 10);
    options.push([value, frame.say('preferencesFrequencyOther', { max: String(chosen.frequency.max), days })]);
  }
  return select('frequency', frame.say('preferencesFrequency'), options, value);
}

/** Nobody who chose nothing is bound to a day: all are ticked. */
function daysField(frame: PageFrame, { chosen }: PreferencesView, wrong: Wrong): Html {
  const name = new Intl.DateTimeFormat(frame.locale, { weekday: 'short', timeZone: 'UTC' });
  const day = (id: (typeof weekdays)[number], index: number) => {
    // 5 January 2026 is a Monday.
    const words = name.format(Date.UTC(2026, 0, 5 + index));
    const ticked = chosen.days === null || chosen.days.includes(id);
    return html`<li><input type="checkbox" id="day-${id}" name="days" value="${id}"${ticked && html` checked`}><label for="day-${id}">${words}</label></li>`;
  };
  return html`<fieldset class="field"${wrong.has('days') && html` aria-describedby="days-wrong"`}>
<legend>${frame.say('preferencesDays')}</legend>${wrongText(wrong, 'days')}
<input type="hidden" name="with" value="days"><ul class="days">${weekdays.map(day)}</ul></fieldset>`;
}

/** Full hours; others that came by an event keep their own line. */
function hourOptions(frame: PageFrame, chosen: string): Option[] {
  const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
  const all = chosen === '' || hours.includes(chosen) ? hours : [...hours, chosen].sort();
  return [['', frame.say('preferencesHoursAny')], ...all.map((hour): Option => [hour, hour])];
}

function hoursField(frame: PageFrame, { chosen }: PreferencesView, wrong: Wrong): Html {
  const { from = '', to = '' } = chosen.hours ?? {};
  const isWrong = wrong.has('hours');
  return html`<fieldset class="field"${isWrong && html` aria-describedby="hours-wrong"`}><legend>${frame.say('preferencesHours')}</legend>
${wrongText(wrong, 'hours')}<div class="pair">
${select('hoursFrom', frame.say('preferencesHoursFrom'), hourOptions(frame, from), from)}
${select('hoursTo', frame.say('preferencesHoursTo'), hourOptions(frame, to), to)}</div></fieldset>`;
}

const zones: readonly Option[] = Intl.supportedValuesOf('timeZone')
  .filter((zone) => zone.includes('/') && !zone.startsWith('Etc/'))
  .map((zone) => [zone, zone.replaceAll('_', ' ').replaceAll('/', ' / ')]);

/** Only what was chosen here is shown: what the company says of the person is none of the page's (P-32). */
function zoneField(frame: PageFrame, { chosen }: PreferencesView): Html {
  const { timeZone } = chosen;
  const other: Option[] = timeZone !== null && !zones.some(([zone]) => zone === timeZone) ? [[timeZone, timeZone]] : [];
  const options = [['', frame.say('preferencesZoneUnknown')] as const, ...other, ...zones];
  return select('zone', frame.say('preferencesZone'), options, timeZone ?? '');
}

/** In a workspace of one language there is nothing to choose. */
function languageField(frame: PageFrame, { language }: PreferencesView): Html | null {
  if (frame.locales.length < 2) return null;
  const names = new Intl.DisplayNames(frame.locale, { type: 'language' });
  const options = frame.locales.map((locale): Option => [locale, names.of(locale) ?? locale]);
  return select('language', frame.say('preferencesLanguage'), options, language);
}

/** When and how often: frequency, days, hours, zone and language of the mails (P-63). */
export function scheduleFields(frame: PageFrame, view: PreferencesView, wrong: Wrong): Html {
  return html`<fieldset><legend class="big">${frame.say('preferencesWhen')}</legend>
${frequencyField(frame, view)}${daysField(frame, view, wrong)}${hoursField(frame, view, wrong)}
${zoneField(frame, view)}${languageField(frame, view)}</fieldset>`;
}
