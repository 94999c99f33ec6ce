import '../runtime/quiet-log.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { hourOf } from '../../../shared/consent/sign-up-counts.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { HOUR, MINUTE, SECOND } from '../../../shared/kernel/instants.ts';
import { content, EMAIL, form, START, type WebWorld, webWorld } from './web-world.ts';

const VERIFIER = 'https://checks.acme.example/verify';
const path = '/subscribe';
const signUp = { email: EMAIL, topics: 'offers' };

function withVerifier(): WebWorld {
  const { permission } = content.settings;
  const signUps = { ...permission.signUps, verifier: VERIFIER };
  return webWorld({ ...content, settings: { ...content.settings, permission: { ...permission, signUps } } });
}

async function floodsIn(web: WebWorld): Promise<void> {
  for (let one = 0; one < 31; one += 1) await web.signUps.count(hourOf(web.world.now));
}

let web: WebWorld;
beforeEach(async () => {
  web = withVerifier();
  await floodsIn(web);
});

interface Shown {
  readonly hidden: Record<string, string>;
  readonly answer: string;
}

function shownIn(body: string): Shown {
  const hidden = [...body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]+)">/g)];
  const [, first, second] = /What is (\d+) plus (\d+)\?/.exec(body) ?? [];
  return {
    hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
    answer: String(Number(first) + Number(second)),
  };
}

async function shown(): Promise<Shown> {
  return shownIn((await web.send({ path })).body ?? '');
}

const posts = (fields: Record<string, string>) => web.send({ path, ...form({ ...signUp, ...fields }) });
const formIds = () => web.queue.map((each) => each.form.id);

describe('P-35 while sign-ups flood in the form', () => {
  test('asks for a sum, and who writes it does not wait for the breaker', async () => {
    const { hidden, answer } = await shown();
    web.world.now += 3 * SECOND;
    expect((await posts({ ...hidden, answer: ` ${answer} ` })).statusCode).toBe(202);
    expect(formIds()).toEqual(['subscribe-checked']);
  });

  test('P-68 takes a minute of waiting for an answer, since a sum is no way for everybody (WCAG 3.3.8)', async () => {
    const { hidden } = await shown();
    web.world.now += MINUTE - 1;
    expect((await posts({ ...hidden, answer: '' })).statusCode).toBe(400);
    web.world.now += 1;
    expect((await posts({ ...hidden, answer: '' })).statusCode).toBe(202);
    expect(formIds()).toEqual(['subscribe-checked']);
  });

  test.each<[string, (of: Shown) => Record<string, string>, number]>([
    ['with another number', ({ hidden, answer }) => ({ ...hidden, answer: `${answer}1` }), 3 * SECOND],
    ['faster than people are', ({ hidden, answer }) => ({ ...hidden, answer }), SECOND],
    ['after an hour', ({ hidden, answer }) => ({ ...hidden, answer }), HOUR],
    [
      'with a question of its own',
      ({ hidden, answer }) => ({ ...hidden, check: `x${hidden['check']}`, answer }),
      3 * SECOND,
    ],
    ['without the question', ({ hidden: { shown: at = '' } }) => ({ shown: at }), 3 * SECOND],
  ])('P-33 refuses what comes %s, says so beside the field and asks anew, whoever is meant', async (_, of, ms) => {
    const fields = of(await shown());
    web.world.now += ms;
    const answer = await posts(fields);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('aria-invalid="true"');
    expect(answer.body).toContain('id="answer-wrong"');
    expect(answer.body).toContain(`value="${EMAIL}"`);
    expect(web.queue).toEqual([]);
    await web.granted('c-1');
    const again = shownIn(answer.body ?? '');
    web.world.now += 3 * SECOND;
    expect((await posts({ ...again.hidden, answer: again.answer })).statusCode).toBe(202);
  });

  test('takes one answer once: who has solved one sum cannot sign up a thousand', async () => {
    const { hidden, answer } = await shown();
    web.world.now += 3 * SECOND;
    const solved = { ...hidden, answer };
    expect((await posts(solved)).statusCode).toBe(202);
    expect((await posts({ ...solved, email: 'somebody.else@example.org' })).statusCode).toBe(400);
    expect(web.queue).toHaveLength(1);
  });

  test('P-33 answers a form or program that is not its own as ever, the same for everybody; its mails wait', async () => {
    const calm = await webWorld().send({ path, ...form(signUp) });
    const answer = await web.send({ path, ...form(signUp) });
    await web.granted('c-1');
    const known = await web.send({ path, ...form(signUp) });
    expect(JSON.stringify(answer)).toBe(JSON.stringify(calm));
    expect(JSON.stringify(known)).toBe(JSON.stringify(calm));
    expect(formIds()).toEqual(['subscribe', 'subscribe']);
  });

  test("believes a company's own verifier, for its own form or program", async () => {
    web.vouchedFor.add(`${VERIFIER} good`);
    const headers = { 'content-type': 'application/json' };
    const json = (captcha: string) => JSON.stringify({ email: EMAIL, topics: ['offers'], captcha });
    for (const captcha of ['good', 'bad']) {
      expect((await web.send({ path, method: 'POST', headers, body: json(captcha) })).statusCode).toBe(202);
    }
    expect((await posts({ captcha: 'good' })).statusCode).toBe(202);
    expect(formIds()).toEqual(['subscribe-checked', 'subscribe', 'subscribe-checked']);
  });
});

describe('P-35 while nobody floods', () => {
  test('there is no question, no verifier is asked, and counts that cannot be read are no flood', async () => {
    web = withVerifier();
    expect((await web.send({ path })).body).not.toContain('name="answer"');
    web.vouchedFor.add(`${VERIFIER} good`);
    await posts({ captcha: 'good' });
    expect(formIds()).toEqual(['subscribe']);
    const broken = withVerifier();
    broken.signUps.since = async () => {
      throw new RetryableError('the table does not answer');
    };
    expect((await broken.send({ path })).statusCode).toBe(200);
  });

  test('a question from the flood before is still good', async () => {
    const { hidden, answer } = await shown();
    web.world.now = START + 59 * MINUTE;
    expect((await posts({ ...hidden, answer })).statusCode).toBe(202);
    expect(formIds()).toEqual(['subscribe-checked']);
  });
});
