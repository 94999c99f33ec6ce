import type { QueueRecord } from '../functions/runtime/queue.ts';
import { type SendPorts, sendOrder } from '../functions/send/send-order.ts';
import { sendRecords } from '../functions/send/send-records.ts';
import { linksOn } from '../shared/consent/links.ts';
import { unlogged } from '../shared/outbound/clients.ts';
import { workspaceFor } from '../shared/person/apply.ts';
import { composeMail } from '../shared/person/compose-mail.ts';
import type { Person } from '../shared/person/person.ts';
import { dynamoAddressBook } from '../shared/table/address.dynamodb.ts';
import { loadsTogether } from '../shared/table/loads-together.ts';
import { dynamoPersonStore } from '../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../shared/table/release.dynamodb.ts';
import { recentRelease } from '../shared/workspace/recent-release.ts';
import { startTestDynamodb } from '../test/contracts/dynamodb-engine.ts';
import { mixture, oneKilobyte, profileIds } from './events.ts';
import { cpuMsEach } from './measure.ts';
import { figure, type Part } from './row.ts';
import { content, decideAll, decidePorts, files, joinAll, keys, NOW, recordOf, type Stores } from './world.ts';

const PEOPLE = 600;
const EVENTS = 3_000;
const MAILS = 300;
const DECIDE_BUDGET = 1;
const SEND_BUDGET = 3;

/**
 * CPU of the use cases of `decide` and `send` with the real SDK against DynamoDB in a process of its own, which does not count.
 * SES is a stand-in in memory: its client's work is not in the number.
 */
export async function handlers(): Promise<Part> {
  const dynamodb = await startTestDynamodb();
  try {
    const { people, records } = dynamodb;
    const client = unlogged(dynamodb.client);
    const stores: Stores = {
      people: dynamoPersonStore(client, { people, records }),
      releases: dynamoReleaseStore(client, records),
      addresses: dynamoAddressBook(client, records),
    };
    await stores.releases.publish(files, await content(), NOW);
    const decide = await decideCpu(stores);
    const { send, render } = await sendCpu(stores);
    return {
      rows: [
        {
          what: 'handler CPU of `decide`, an event of 1 KB (50 % unasked, 40 % counted, 10 % mailed), batches of 50',
          measured: `${figure(decide)} ms`,
          budget: `<= ${DECIDE_BUDGET} ms`,
          met: decide <= DECIDE_BUDGET,
        },
        {
          what: 'handler CPU of `send`, a mail, batches of 10, without the SES client',
          measured: `${figure(send)} ms`,
          budget: `<= ${SEND_BUDGET} ms`,
          met: send <= SEND_BUDGET,
        },
        { what: '… of it: composing the mail (links signed, rendered, headers)', measured: `${figure(render)} ms` },
      ],
    };
  } finally {
    await dynamodb.stop();
  }
}

async function decideCpu(stores: Stores): Promise<number> {
  const ports = decidePorts(stores);
  const ids = profileIds('d', PEOPLE);
  await joinAll(ports, ids);
  const records = mixture(EVENTS, ids, 50).map(recordOf);
  await decideAll(ports, records.slice(0, EVENTS / 3));
  return cpuMsEach((EVENTS / 3) * 2, () => decideAll(ports, records.slice(EVENTS / 3)));
}

async function sendCpu(stores: Stores): Promise<{ readonly send: number; readonly render: number }> {
  const ids = profileIds('s', MAILS);
  const decide = decidePorts(stores);
  await joinAll(decide, ids);
  await decideAll(
    decide,
    ids.map((profileId, n) => recordOf(oneKilobyte('cart.abandoned', profileId, n), n)),
  );
  const people = await Promise.all(ids.map((profileId) => stores.people.load(profileId)));
  const orders = people.map(orderFor);
  let sent = 0;
  const ports: SendPorts = {
    ...decide,
    people: loadsTogether(stores.people),
    mailer: {
      async send() {
        sent += 1;
        return { outcome: 'sent', sesMessageId: `ses-${sent}` };
      },
    },
    templatesOff: async () => [],
    linkOrigin: 'https://links.acme.example',
  };
  const sendAll = async (some: readonly QueueRecord[]): Promise<void> => {
    for (let from = 0; from < some.length; from += 10) {
      const perBatch = { ...ports, releases: recentRelease(ports.releases, ports.clock) };
      await sendRecords(some.slice(from, from + 10), (order, { id }) => sendOrder(perBatch, order, id));
    }
  };
  await sendAll(orders.slice(0, MAILS / 3));
  const rest = orders.slice(MAILS / 3);
  const send = await cpuMsEach(rest.length, () => sendAll(rest));
  if (sent !== MAILS) throw new Error(`${sent} of ${MAILS} mails of the bench were sent`);
  return { send, render: await composeCpu(stores, people[0] as Person) };
}

function orderFor(person: Person | null, n: number): QueueRecord {
  const [message] = person?.messages ?? [];
  if (!person || !message) throw new Error('a mail of the bench was not queued');
  const body = JSON.stringify({ profileId: person.profileId, messageId: message.messageId });
  return { id: `o-${n}`, body, queueArn: 'arn:send', receipt: 'r', received: 1, sentAt: NOW };
}

async function composeCpu(stores: Stores, person: Person): Promise<number> {
  const release = await stores.releases.active();
  const workspace = await workspaceFor(stores.releases, person);
  const message = person.messages[0] as Person['messages'][number];
  const { preferenceLinkFor } = release.content.settings.permission;
  const links = linksOn('https://links.acme.example', keys, NOW, preferenceLinkFor);
  const compose = () => composeMail({ person, message, workspace, content: release.content, links, now: NOW });
  const many = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) await compose();
  };
  await many(200);
  return cpuMsEach(500, () => many(500));
}
