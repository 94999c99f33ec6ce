/**
 * The built-in English words of the pages, the confirmation mail and the enforced footer; its keys are all the keys there
 * are. Names in braces are filled in. A workspace overrides single words in `templates/_system/texts/en.yaml`.
 */
export const en = {
  // The footer of every marketing mail (P-14) and the line below transactional ones.
  footerBecause: 'You get this mail because you asked for {topic} on {date}.',
  footerBecauseUndated: 'You get this mail because you asked for {topic}.',
  footerUnsubscribe: 'Unsubscribe from {topic}',
  footerPreferences: 'Change your preferences',
  footerTransactional: 'This mail is about something you did or agreed with {brand}. It is not advertising.',
  footerPrivacy: 'Privacy',

  // The confirmation mail (P-27).
  confirmationSubject: 'Please confirm: {topics}',
  confirmationPreheader: 'One press of a button and it is done.',
  confirmationHeading: 'Please confirm your request',
  confirmationAsked: 'On {date}, somebody asked {brand} to send the following to this address:',
  confirmationText: 'These words were agreed to:',
  confirmationUntil: 'Nothing will be sent until you confirm.',
  confirmationButton: 'Confirm',
  confirmationNotMe: 'It was not you? Then do nothing, or tell us, and this address gets no more such mails:',
  confirmationNotMeLink: 'It was not me',

  // Words that every page uses.
  pageSave: 'Save',
  pageBack: 'Back',
  pageLanguage: 'Language',
  pageNotFoundTitle: 'This page does not exist',
  pageNotFoundText: 'The link is not complete or not right. Please open it again from the mail.',
  pageGoneTitle: 'This link is no longer valid',
  pageGoneText: 'It has expired, or something newer has taken its place.',
  pageBusyTitle: 'That did not work just now',
  pageBusyText: 'Nothing was changed. Please try again in a minute.',
  pageWrongTitle: 'That was not complete',
  pageConflictText: 'Something changed meanwhile. Here is how it stands now; please look once more and save again.',

  // /subscribe
  subscribeTitle: 'Hear from {brand}',
  subscribeIntro: 'Choose what you would like to get. We send you a mail first to confirm, and you can stop any time.',
  subscribeEmail: 'Your email address',
  subscribeTopics: 'What would you like to get?',
  subscribeConsent: 'Yes, {brand} may send me {topics} by email. I can withdraw this at any time.',
  subscribeButton: 'Subscribe',
  subscribeDoneTitle: 'Please look into your mailbox',
  subscribeDoneText:
    'If the address can get mail from us, a message is on its way. Nothing else is sent until you confirm.',
  subscribeEmailWrong: 'Please enter an email address such as ann@example.org.',
  subscribeTopicsWrong: 'Please choose at least one.',

  // /confirm
  confirmTitle: 'Confirm your request',
  confirmIntro: 'You asked {brand} for: {topics}',
  confirmButton: 'Yes, confirm',
  confirmDoneTitle: 'Thank you, that is confirmed',
  confirmDoneText: 'From now on you get: {topics}. Every mail has a link to stop it.',
  confirmGoneTitle: 'This confirmation is no longer valid',
  confirmGoneText: 'It has expired, or you have changed your mind since. You can subscribe again at any time.',

  // /unsubscribe
  unsubscribeTitle: 'Unsubscribe',
  unsubscribeIntro: 'Press the button and {brand} sends you no more {topic}.',
  unsubscribeAllIntro: 'Press the button and {brand} sends you no more marketing mail.',
  unsubscribeButton: 'Unsubscribe',
  unsubscribeDoneTitle: 'You are unsubscribed',
  unsubscribeDoneText: 'You get no more {topic} from {brand}. We do not send a mail about this.',
  unsubscribeAllDoneText: 'You get no more marketing mail from {brand}. We do not send a mail about this.',

  // /preferences
  preferencesTitle: 'Your preferences',
  preferencesIntro: 'What {brand} may send you, and when.',
  preferencesTopics: 'What you get',
  preferencesStopAll: 'Stop everything',
  preferencesStopAllText: 'No more marketing mail from {brand}, whatever is chosen below.',
  preferencesStopCampaign: 'No more mails of this kind: {campaign}',
  preferencesFrequency: 'How often at most',
  preferencesFrequencyAny: 'As often as it fits',
  preferencesFrequencyDay: 'Once a day',
  preferencesFrequencyWeek: 'Once a week',
  preferencesFrequencyMonth: 'Once a month',
  preferencesDays: 'On which days',
  preferencesHours: 'At which hours',
  preferencesHoursFrom: 'from',
  preferencesHoursTo: 'to',
  preferencesPause: 'Pause until',
  preferencesPauseText: 'What falls into the pause is not sent later.',
  preferencesLanguage: 'Language of the mails',
  preferencesTracking: 'You may measure whether I open mails and press links',
  preferencesAddress: 'Another email address',
  preferencesFacts: 'What we know about you',
  preferencesExport: 'Send me my data',
  preferencesErase: 'Erase my data',
  preferencesSaved: 'Your preferences are saved.',

  // /not-me
  notMeTitle: 'It was not you?',
  notMeIntro:
    'Press the button: the request is cancelled, and this address gets no more confirmation mails from {brand}.',
  notMeButton: 'It was not me',
  notMeDoneTitle: 'Thank you, the request is cancelled',
  notMeDoneText: 'Nothing will be sent to this address because of it.',
} as const satisfies Readonly<Record<string, string>>;

export type TextKey = keyof typeof en;
/** Every word that there is, in one language. */
export type Texts = Readonly<Record<TextKey, string>>;
