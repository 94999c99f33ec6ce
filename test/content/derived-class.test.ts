import { describe, expect, test } from 'vitest';
import { contentOf, type Files, findingsOf, soundFiles, withChange } from './workspace-files.ts';

const body = (inside: string, attributes = '') =>
  `<mj-section${attributes}><mj-column><mj-text>Thank you. ${inside}</mj-text></mj-column></mj-section>\n`;
const template = (text: string) => `---\nsubject: Your order\nclass: transactional\n---\n${text}`;

/** The sound workspace with an order confirmation. */
function order(campaign: string, text = body('')): Files {
  return {
    ...soundFiles,
    'campaigns/order.yaml': `id: order\nstatus: active\nclass: transactional\n${campaign}\nsteps: [ { send: order } ]\n`,
    'templates/order/en.mjml': template(text),
    'templates/order/de.mjml': template(text),
  };
}

const PLACED = 'trigger: { event: order.placed }';

describe('P-53 a transactional campaign', () => {
  test('needs no more than its class: its trigger is the own act of the person', async () => {
    expect(await findingsOf(order(PLACED))).toEqual([]);
  });

  test('whose trigger is no act of the person is a warning', async () => {
    const [finding, ...more] = await findingsOf(order('trigger: { event: segment.entered }'));
    expect(finding).toContain('campaigns/order.yaml:4:');
    expect(finding).toContain('warning: `trigger` is nothing that the person did');
    expect(more).toEqual([]);
  });

  test('may rest on the contract instead, and keeps that it does', async () => {
    const files = order('because: contract\ntrigger: { event: segment.entered }');
    expect(await findingsOf(files)).toEqual([]);
    const { campaigns } = await contentOf(files);
    expect(campaigns.find((each) => each.id === 'order')?.because).toBe('contract');
  });

  test.each([
    ['a whim', order(`because: whim\n${PLACED}`), '`because` must be `own-act` or `contract`'],
    [
      'a reason beside consent',
      withChange('campaigns/cart.yaml', 'topic: offers', 'topic: offers\nbecause: contract'),
      '`because` has no meaning',
    ],
  ])('is not earned by %s', async (_, files, words) => {
    expect((await findingsOf(files)).join()).toContain(words);
  });
});

describe('P-53 a block that is marked as promotion', () => {
  test.each([
    ['a section', body('', ' css-class="promotion"')],
    ['a section of several classes', body('', ' background-color="#ffffff" css-class="wide promotion dark"')],
    ['HTML inside a text', body('<span class="promotion">Ten percent off</span>')],
  ])('as %s is refused in a transactional mail', async (_, text) => {
    const findings = await findingsOf(order(PLACED, text));
    expect(findings).toHaveLength(2);
    expect(findings[0]).toContain('templates/order/de.mjml:5:');
    expect(findings[0]).toContain('marked as promotion');
  });

  test('P-27 is refused in the confirmation mail', async () => {
    const files = {
      ...soundFiles,
      'templates/_system/confirmation/en.mjml': template(body('', ' css-class="promotion"')),
    };
    expect((await findingsOf(files)).join()).toContain('marked as promotion');
  });

  test('is refused in the layout of transactional mail', async () => {
    const layout = `<mjml><mj-body>\n{{ content }}\n${body('', ' css-class="promotion"')}</mj-body></mjml>`;
    expect((await findingsOf({ ...soundFiles, 'templates/_layout-transactional.mjml': layout })).join()).toContain(
      'marked as promotion',
    );
  });

  test.each([
    ['a class that only resembles it', order(PLACED, body('', ' css-class="promotional-code promotions"'))],
    ['a marketing mail', withChange('templates/cart/en.mjml', '<mj-section>', '<mj-section css-class="promotion">')],
  ])('is fine as %s', async (_, files) => {
    expect(await findingsOf(files)).toEqual([]);
  });
});

test('P-16 a campaign that writes to whoever withdrew is refused', async () => {
  const files = withChange('campaigns/cart.yaml', 'event: cart.abandoned', 'event: consent.withdrawn');
  expect((await findingsOf(files)).join()).toContain('gets no further mail for it (P-16)');
});
