import type { Texts } from './en.ts';

/** The built-in German words; see `en.ts`. */
export const de: Texts = {
  footerBecause: 'Sie erhalten diese E-Mail, weil Sie am {date} {topic} bestellt haben.',
  footerBecauseUndated: 'Sie erhalten diese E-Mail, weil Sie {topic} bestellt haben.',
  footerUnsubscribe: '{topic} abbestellen',
  footerPreferences: 'Einstellungen ändern',
  footerTransactional:
    'In dieser E-Mail geht es um etwas, das Sie getan oder mit {brand} vereinbart haben. Sie ist keine Werbung.',
  footerPrivacy: 'Datenschutz',

  confirmationSubject: 'Bitte bestätigen: {topics}',
  confirmationPreheader: 'Ein Klick auf den Knopf, und es ist erledigt.',
  confirmationHeading: 'Bitte bestätigen Sie Ihre Anmeldung',
  confirmationAsked: 'Am {date} hat jemand {brand} gebeten, an diese Adresse Folgendes zu senden:',
  confirmationText: 'Diesen Worten wurde zugestimmt:',
  confirmationUntil: 'Solange Sie nicht bestätigen, senden wir nichts.',
  confirmationButton: 'Bestätigen',
  confirmationNotMe:
    'Das waren nicht Sie? Dann brauchen Sie nichts zu tun. Oder sagen Sie es uns, dann erhält diese Adresse keine solchen E-Mails mehr:',
  confirmationNotMeLink: 'Das war ich nicht',

  pageSave: 'Speichern',
  pageBack: 'Zurück',
  pageLanguage: 'Sprache',
  pageNotFoundTitle: 'Diese Seite gibt es nicht',
  pageNotFoundText: 'Der Link ist unvollständig oder falsch. Bitte öffnen Sie ihn noch einmal aus der E-Mail.',
  pageGoneTitle: 'Dieser Link gilt nicht mehr',
  pageGoneText: 'Er ist abgelaufen, oder etwas Neueres ist an seine Stelle getreten.',
  pageBusyTitle: 'Das hat gerade nicht geklappt',
  pageBusyText: 'Es wurde nichts geändert. Bitte versuchen Sie es in einer Minute noch einmal.',
  pageWrongTitle: 'Da fehlte noch etwas',
  pageConflictText:
    'Inzwischen hat sich etwas geändert. So ist der Stand jetzt; bitte sehen Sie noch einmal nach und speichern Sie erneut.',

  subscribeTitle: 'Post von {brand}',
  subscribeIntro:
    'Wählen Sie, was Sie erhalten möchten. Wir senden Ihnen zuerst eine E-Mail zum Bestätigen, und Sie können jederzeit aufhören.',
  subscribeEmail: 'Ihre E-Mail-Adresse',
  subscribeTopics: 'Was möchten Sie erhalten?',
  subscribeConsent: 'Ja, {brand} darf mir {topics} per E-Mail senden. Ich kann das jederzeit widerrufen.',
  subscribeButton: 'Anmelden',
  subscribeDoneTitle: 'Bitte sehen Sie in Ihr Postfach',
  subscribeDoneText:
    'Wenn die Adresse Post von uns erhalten kann, ist eine Nachricht unterwegs. Sonst senden wir nichts, bis Sie bestätigen.',
  subscribeEmailWrong: 'Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel anna@example.org.',
  subscribeTopicsWrong: 'Bitte wählen Sie mindestens eines.',

  confirmTitle: 'Anmeldung bestätigen',
  confirmIntro: 'Sie haben {brand} gebeten um: {topics}',
  confirmButton: 'Ja, bestätigen',
  confirmDoneTitle: 'Danke, das ist bestätigt',
  confirmDoneText: 'Von nun an erhalten Sie: {topics}. In jeder E-Mail steht ein Link zum Abbestellen.',
  confirmGoneTitle: 'Diese Bestätigung gilt nicht mehr',
  confirmGoneText:
    'Sie ist abgelaufen, oder Sie haben es sich seither anders überlegt. Sie können sich jederzeit neu anmelden.',

  unsubscribeTitle: 'Abbestellen',
  unsubscribeIntro: 'Ein Klick auf den Knopf, und {brand} sendet Ihnen keine {topic} mehr.',
  unsubscribeAllIntro: 'Ein Klick auf den Knopf, und {brand} sendet Ihnen keine Werbung mehr.',
  unsubscribeButton: 'Abbestellen',
  unsubscribeDoneTitle: 'Sie sind abgemeldet',
  unsubscribeDoneText: 'Sie erhalten keine {topic} mehr von {brand}. Eine E-Mail darüber senden wir nicht.',
  unsubscribeAllDoneText: 'Sie erhalten keine Werbung mehr von {brand}. Eine E-Mail darüber senden wir nicht.',

  preferencesTitle: 'Ihre Einstellungen',
  preferencesIntro: 'Was {brand} Ihnen senden darf und wann.',
  preferencesTopics: 'Was Sie erhalten',
  preferencesStopAll: 'Alles abbestellen',
  preferencesStopAllText: 'Keine Werbung mehr von {brand}, was auch immer unten gewählt ist.',
  preferencesStopCampaign: 'Keine E-Mails dieser Art mehr: {campaign}',
  preferencesFrequency: 'Wie oft höchstens',
  preferencesFrequencyAny: 'So oft es passt',
  preferencesFrequencyDay: 'Einmal am Tag',
  preferencesFrequencyWeek: 'Einmal in der Woche',
  preferencesFrequencyMonth: 'Einmal im Monat',
  preferencesDays: 'An welchen Tagen',
  preferencesHours: 'Zu welchen Stunden',
  preferencesHoursFrom: 'von',
  preferencesHoursTo: 'bis',
  preferencesPause: 'Pause bis',
  preferencesPauseText: 'Was in die Pause fällt, wird nicht nachgeholt.',
  preferencesLanguage: 'Sprache der E-Mails',
  preferencesTracking: 'Sie dürfen messen, ob ich E-Mails öffne und Links anklicke',
  preferencesAddress: 'Eine andere E-Mail-Adresse',
  preferencesFacts: 'Was wir über Sie wissen',
  preferencesExport: 'Meine Daten zusenden',
  preferencesErase: 'Meine Daten löschen',
  preferencesSaved: 'Ihre Einstellungen sind gespeichert.',

  notMeTitle: 'Das waren nicht Sie?',
  notMeIntro:
    'Ein Klick auf den Knopf: Die Anmeldung wird verworfen, und diese Adresse erhält keine Bestätigungs-E-Mails von {brand} mehr.',
  notMeButton: 'Das war ich nicht',
  notMeDoneTitle: 'Danke, die Anmeldung ist verworfen',
  notMeDoneText: 'An diese Adresse wird deswegen nichts gesendet.',
};
