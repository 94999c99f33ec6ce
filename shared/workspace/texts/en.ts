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
  confirmationReminderSubject: 'Still to be confirmed: {topics}',
  confirmationReminderHeading: 'Your request still waits for you',
  confirmationReminderText: 'Nothing will be sent until you confirm. This is the only reminder.',

  // The mail to a new address (P-32).
  confirmationAddressSubject: 'Please confirm your new address',
  confirmationAddressHeading: 'Is this your new address?',
  confirmationAddressAsked:
    'On {date}, somebody asked {brand} to write to this address from now on, instead of another.',
  confirmationAddressTopics: 'When you confirm, you get here:',

  // The mail with the link to an export, and its page (P-60).
  exportMailSubject: 'Your data at {brand}',
  exportMailPreheader: 'The link works for 24 hours.',
  exportMailHeading: 'Here are your data',
  exportMailText:
    'You asked {brand} for what is known about you. The link leads to a page where you can download it. It works for 24 hours.',
  exportMailButton: 'Get my data',
  exportMailNotYou: 'It was not you? Then do nothing: without this link nobody gets your data.',
  exportTitle: 'Your data',
  exportIntro: 'Press the button to download everything that {brand} knows about you, as a file.',
  exportButton: 'Download my data',
  exportAskedText:
    'If we have an address of yours, a mail with a link is on its way to it. The link works for 24 hours.',

  // Erasing oneself.
  eraseTitle: 'Erase my data',
  eraseIntro:
    'Everything that {brand} knows about you here is erased for good, and no mail is sent to you any more. This cannot be undone.',
  eraseButton: 'Yes, erase my data',
  eraseDoneTitle: 'Your data are being erased',
  eraseDoneText: 'This takes a few minutes. We do not send a mail about this.',

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
  subscribeCheckIntro: 'Very many people are signing up right now, so there is one thing more to do.',
  subscribeCheck: 'What is {first} plus {second}?',
  subscribeCheckMore:
    'Write the answer in figures. Or leave this empty and press the button in a minute: that is as good.',
  subscribeCheckWrong: 'Please answer this question, or wait a minute and press the button again.',

  // /confirm
  confirmTitle: 'Confirm your request',
  confirmIntro: 'You asked {brand} for: {topics}',
  confirmButton: 'Yes, confirm',
  confirmDoneTitle: 'Thank you, that is confirmed',
  confirmDoneText: 'From now on you get: {topics}. Every mail has a link to stop it.',
  confirmGoneTitle: 'This confirmation is no longer valid',
  confirmGoneText: 'It has expired, or you have changed your mind since. You can subscribe again at any time.',

  // /canary
  canaryTitle: 'There is nothing here',
  canaryText: 'This link is for programs that check mails. Following it changes nothing.',

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
  preferencesTracking: '{brand} may measure whether I open mails and press links. I can withdraw this at any time.',
  preferencesTrackingTitle: 'Measuring',
  preferencesAddress: 'Another email address',
  preferencesFacts: 'About you',
  preferencesExport: 'Send me my data',
  preferencesErase: 'Erase my data',
  preferencesSaved: 'Your preferences are saved.',
  preferencesOptOutsSaved: 'What you unticked or stopped is done; everything else was not saved.',
  preferencesFor: 'These are the settings of {address}.',
  preferencesChannel: 'All of this comes by email.',
  preferencesStopped: 'You have stopped everything. Nothing is sent.',
  preferencesComeBack:
    'You can come back at any time: tick what you would like to get and save. We then send a mail to confirm it, as for the first time.',
  preferencesSince: 'You get this because you asked for it on {date}.',
  preferencesSinceConfirmed: 'You get this because you asked for it and confirmed it by mail on {date}.',
  preferencesSinceCustomer: 'You get this as a customer since {date}, and did not object.',
  preferencesWaiting: 'Asked for on {date}: please confirm it in the mail that we sent.',
  preferencesMuted: 'No more of these',
  preferencesMutedText: 'What you tick here is not sent any more. Everything else stays as it is.',
  preferencesWhen: 'When and how often',
  preferencesFrequencyOther: 'At most {max} in {days} days',
  preferencesHoursAny: 'any hour',
  preferencesZone: 'Your time zone',
  preferencesZoneUnknown: 'As we know it',
  preferencesPauseTitle: 'Pause',
  preferencesPauseFirstDay: 'First day with mail again',
  preferencesPauseOpen: 'Until I resume',
  preferencesPauseButton: 'Pause',
  preferencesResumeButton: 'Resume now',
  preferencesPausedUntil: 'Paused. Mail comes again from {date} on.',
  preferencesPausedOpen: 'Paused until you resume.',
  preferencesResumed: 'The pause is over. Mail comes again as you chose.',
  preferencesFactsText: 'Write only what you want to change; what you leave empty stays as it is.',
  preferencesFactsList: 'Several words with commas between them.',
  preferencesFactsRemove: 'Remove what is known: {fact}',
  preferencesAddressText:
    'We send a mail to the new address. Nothing changes until you confirm it there; after that, the old address gets nothing more.',
  preferencesAddressNew: 'New email address',
  preferencesAddressButton: 'Send the confirmation',
  preferencesAddressSent:
    'If the new address can get mail from us, a message is on its way there. Nothing changes until you confirm it.',
  preferencesData: 'Your data',
  preferencesDaysWrong: 'Please choose at least one day, or pause all mail.',
  preferencesHoursWrong:
    'Please choose both hours, different ones, and not only between {from} and {to}: we never write then.',
  preferencesPauseWrong: 'Please choose a day from {first} to {last}, or “Until I resume”.',
  preferencesFactsWrong: 'Please write dates as 1990-05-17, and no more than 200 letters.',
  preferencesZoneWrong: 'Please choose a time zone of the list.',

  // /undo
  undoText: 'Was that a mistake?',
  undoButton: 'Undo',
  undoTitle: 'Undo',
  undoIntro: 'Press the button, and what you just stopped comes again as before.',
  undoDoneTitle: 'It is as it was before',
  undoDoneText: 'What you had just stopped comes again. You can stop it at any time.',
  undoGoneTitle: 'It is too late to undo this',
  undoGoneText: 'Something changed meanwhile, or the time for it is over. You can subscribe again at any time.',

  // /address
  addressTitle: 'Your new address',
  addressIntro: 'From now on, {brand} writes to {address} instead of the address before.',
  addressTopics: 'There you get: {topics}',
  addressNoTopics: 'You get nothing that you did not ask for.',
  addressButton: 'Yes, use this address',
  addressDoneTitle: 'Thank you, the address is changed',
  addressDoneText: 'From now on, mail goes to {address}. The old address gets nothing more.',

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
