import { expect, test } from 'vitest';
import { sendOrder } from '../../../functions/send/send-order.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { NotifyStep } from '../../../shared/workspace/campaign-definition.ts';
import { campaign, event, settings, templates, topic } from '../../person/making.ts';
import { sendWorld } from './send-world.ts';

/** Ann leaves another cart, of which a colleague is told; gives the mails that went out for it. */
async function toldOf(differs: Partial<NotifyStep>, cartId = 'k-9') {
  const world = await sendWorld();
  const step: NotifyStep = {
    type: 'notify',
    id: 'tell',
    to: 'bob@acme.example',
    subject: 'Cart {{ properties.cartId }}',
    text: 'Of {{ profile.email }}.\nFor {{ brand.name }} <today> {{ properties.nothing }}',
    ...differs,
  };
  const told = campaign({ id: 'told', triggers: [{ kind: 'event', event: 'cart.big' }], steps: [step] });
  const content = {
    settings: { ...settings, staffDomains: ['acme.example'], frequencyCaps: [] },
    topics: [topic('offers')],
    events: {},
    campaigns: [told],
    templates,
    texts: {},
  };
  await world.releases.publish({ 'settings.yaml': 'staff' }, content, world.world.now);
  await applyInputs(world.ports, 'c-42', [event({ type: 'cart.big', eventId: 'e-9', properties: { cartId } })]);
  const messages = (await world.people.load('c-42'))?.messages ?? [];
  const messageId = messages.find((each) => each.stepId === 'tell')?.messageId ?? '';
  // An address row that speaks against the customer's address is none of a colleague's business.
  await world.addresses.suppress(world.address, 'complaint', world.world.now);
  for (const claim of ['one', 'two']) await sendOrder(world.ports, { profileId: 'c-42', messageId }, claim);
  return { sent: world.sent, ends: await world.ends(), address: world.address };
}

test('a colleague gets the words of the step with the facts, once, from the transactional sender, without the customer in its tags', async () => {
  const { sent, ends, address } = await toldOf({});
  expect(ends).toEqual(['sent']);
  expect(sent).toEqual([
    {
      messageId: expect.any(String),
      profileId: 'c-42',
      addressHmac: 'staff',
      class: 'transactional',
      topic: null,
      from: settings.brand.transactionalFrom,
      to: 'bob@acme.example',
      replyTo: null,
      subject: 'Cart k-9',
      text: 'Of ann@example.org.\nFor heed <today> ',
      html: expect.stringContaining('Of ann@example.org.<br />\nFor heed &lt;today&gt; '),
      headers: [],
      tracking: false,
    },
  ]);
  expect(JSON.stringify(sent)).not.toContain(address);
});

test('values from outside forge no line of the subject and no tag of the text', async () => {
  const { sent } = await toldOf({ text: '{{ properties.cartId }}' }, 'k\r\nBcc: all@acme.example <b>x</b>');
  expect(sent[0]?.subject).toBe('Cart k Bcc: all@acme.example <b>x</b>');
  expect(sent[0]?.html).toContain('&lt;b&gt;x&lt;/b&gt;');
});

test('a text that runs beyond the limits of Liquid fails for good, and nothing goes out', async () => {
  const { sent, ends } = await toldOf({ text: '{% for a in (1..100000000) %}{{ a }}{% endfor %}' });
  expect(sent).toEqual([]);
  expect(ends).toEqual(['template-incomplete']);
});
