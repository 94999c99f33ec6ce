import { describe, expect, test } from 'vitest';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { HOUR, SECOND } from '../../../shared/kernel/instants.ts';
import { sendWorld } from './send-world.ts';

type World = Awaited<ReturnType<typeof sendWorld>>;

async function refused({ templates, world }: World, template = 'reminder'): Promise<void> {
  for (const address of ['a', 'b', 'c']) {
    await templates.refuse({ template, address, at: world.now }, { max: 3, within: HOUR }, world.now);
  }
}

describe('P-82 a template that receivers refuse', () => {
  test('goes to nobody, and its mails wait with the reason', async () => {
    const world = await sendWorld();
    await refused(world);
    await world.send();
    expect(world.sent).toEqual([]);
    expect(await world.message()).toMatchObject({
      status: 'held',
      because: { reason: 'sending-disabled', switch: 'template', template: 'reminder' },
    });
  });

  test('goes out within the hour after somebody lifted it', async () => {
    const world = await sendWorld();
    await refused(world);
    await world.send();
    await world.templates.resume('reminder', world.world.now, { reason: 'mended', by: 'eva' });
    await world.passes(HOUR);
    await world.send();
    expect(world.sent).toHaveLength(1);
  });

  test('does not hold mails of another template', async () => {
    const world = await sendWorld();
    await refused(world, 'last-call');
    await world.send();
    expect(world.sent).toHaveLength(1);
  });

  test('P-107 is off for every call that starts more than 10 s later: nothing that was read before is older than 5 s', async () => {
    const world = await sendWorld();
    let reads = 0;
    const counting = { ...world.ports, templatesOff: world.ports.templatesOff };
    const { paused } = world.templates;
    world.templates.paused = () => {
      reads += 1;
      return paused();
    };
    await counting.templatesOff();
    await refused(world);
    world.world.now += 5 * SECOND - 1;
    expect(await counting.templatesOff()).toEqual([]);
    world.world.now += 1;
    expect(await counting.templatesOff()).toEqual(['reminder']);
    for (let time = 0; time < 100; time += 1) await counting.templatesOff();
    expect(reads).toBe(2);
  });

  test('P-108 goes out to nobody while the switches cannot be read: the order comes again', async () => {
    const world = await sendWorld();
    const templatesOff = async () => {
      throw new RetryableError('does not answer');
    };
    await expect(world.send({ templatesOff })).rejects.toBeInstanceOf(RetryableError);
    expect(world.sent).toEqual([]);
    await world.send();
    expect(world.sent).toHaveLength(1);
  });
});
