import { describe, expect, test } from 'vitest';
import { withCanary } from '../../shared/content/canary.ts';
import { CANARY_LINK, linkHash } from '../../shared/events/feedback.ts';

const URL_OF_IT = 'https://links.acme.example/canary';
const mail =
  '<!doctype html><html><body style="margin:0"><p>Hello</p><a href="https://acme.example/">Shop</a></body></html>';

describe('P-24 the link that only programs follow', () => {
  const html = withCanary(mail, URL_OF_IT);

  test('stands before every other link, once, and SES may track it', () => {
    expect(html.indexOf(URL_OF_IT)).toBeGreaterThan(html.indexOf('<body'));
    expect(html.indexOf(URL_OF_IT)).toBeLessThan(html.indexOf('Hello'));
    expect(html.split(URL_OF_IT)).toHaveLength(2);
    expect(html).not.toContain('ses:no-track');
  });

  test('P-68 is there for no eye, no screen reader and no tab key, and has no words to read', () => {
    const [link = ''] = /<a href="[^"]*\/canary"[^>]*>.*?<\/a>/.exec(html) ?? [];
    expect(link).toContain('aria-hidden="true"');
    expect(link).toContain('tabindex="-1"');
    expect(link).toContain('display:none');
    expect(link).toMatch(/><\/a>$/);
  });

  test('is known by its path when SES tells of a click, and no other link is', () => {
    expect(linkHash(URL_OF_IT)).toBe(CANARY_LINK);
    for (const other of [
      'https://links.acme.example/',
      'https://acme.example/canary/x',
      'https://acme.example/?a=/canary',
    ]) {
      expect(linkHash(other)).not.toBe(CANARY_LINK);
    }
  });
});
