export type Files = Readonly<Record<string, string>>;

/** No quiet hours, no caps, room for sign-ups: a story runs at any hour, as often as it likes. */
const settings = `brand:
  name: Acme
  legalName: Acme GmbH
  postalAddress: Hauptstr. 1, 10969 Berlin
  from: Acme News <news@news.acme.example>
  transactionalFrom: Acme <hello@acme.example>
  replyTo: hello@acme.example
locales: [en, de]
timeZone: Europe/Berlin
quietHours: { from: "00:00", to: "00:00" }
frequencyCaps: []
permission: { signUps: { perIp: 1000, perNetwork: 5000 } }
`;

/** Settings without caps and with other quiet hours than none at all. */
export function settingsWith(quietHours: string): string {
  return settings.replace('quietHours: { from: "00:00", to: "00:00" }', `quietHours: ${quietHours}`);
}

const base: Files = {
  'settings.yaml': settings,
  'topics.yaml': `- { id: offers, name: { en: Offers, de: Angebote }, optIn: double }
- { id: news, name: { en: News, de: Neuigkeiten }, optIn: single }
`,
  'events.yaml': `events:
  order.placed: { remember: true }
`,
  ...template('reminder', 'Your cart is waiting', 'Ihr Warenkorb wartet'),
  ...template('last-call', 'One more day', 'Noch ein Tag'),
  ...template('welcome', 'Welcome', 'Willkommen'),
};

function mjml(subject: string, words: string): string {
  return `---
subject: "${subject}"
---
<mj-section><mj-column><mj-text>${words} {{ profile.firstName | default: '' }}</mj-text></mj-column></mj-section>
`;
}

/** A tiny template in both locales; its words are its subject. */
export function template(id: string, en: string, de: string): Files {
  return { [`templates/${id}/en.mjml`]: mjml(en, en), [`templates/${id}/de.mjml`]: mjml(de, de) };
}

/** A small workspace with the active campaigns given (id to the rest of the file); `changes` replace or add files. */
export function flowWorkspace(campaigns: Files, changes: Files = {}): Files {
  const files = Object.entries(campaigns).map(([id, rest]) => [
    `campaigns/${id}.yaml`,
    `id: ${id}\nstatus: active\n${rest}`,
  ]);
  return { ...base, ...(Object.fromEntries(files) as Files), ...changes };
}

/** The campaign of most stories: one mail a cart, as often as somebody leaves it. */
export const cartReminder = `topic: offers
trigger: { event: cart.abandoned }
key: properties.cartId
reentry: always
steps:
  - send: reminder
`;
