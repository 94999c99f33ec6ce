import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import { type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { Input } from '../../shared/person/input.ts';
import { newPerson } from '../../shared/person/person.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import type { Finding } from '../../shared/workspace/findings.ts';
import type { Expected, StoryLine } from '../../shared/workspace/schemas/story.ts';
import type { Workspace } from '../../shared/workspace/workspace.ts';
import { createWorld, type World } from '../../simulation/world.ts';
import { castOf } from './cast.ts';
import { checkExpected, type Named } from './check-expected.ts';
import { type Diary, newDiary } from './diary.ts';
import type { Sight } from './observed.ts';
import type { WrittenStory } from './read-stories.ts';
import {
  beginnings,
  eventInput,
  type FeedbackWord,
  feedbackOf,
  type ReadInput,
  type SaidEvent,
  signUp,
} from './story-inputs.ts';
import { storyInstant, storyMoment } from './story-time.ts';
import { whyNot } from './why.ts';

/** What stories are played in. */
export interface Stage {
  readonly content: ReleaseContent;
  readonly workspace: Workspace;
  readonly keys: MacKeys;
}

/** A story being played. */
interface Playing extends Stage {
  readonly written: WrittenStory;
  readonly world: World;
  readonly diary: Diary;
  /** Name to profile id. */
  readonly cast: ReadonlyMap<string, string>;
  readonly named: Map<string, Named>;
  now: Instant;
}

type Path = readonly PropertyKey[];

/**
 * Plays a story from its beginning to its end, whatever goes wrong on the way: the decisions of a deployment on a virtual clock, every
 * mail taken at once. Gives all that was otherwise than the story says; nothing where it is true.
 */
export async function playStory(written: WrittenStory, stage: Stage): Promise<readonly Finding[]> {
  const { story } = written;
  const cast = castOf(story, stage.workspace);
  const nobody = [...cast].flatMap(([name, profileId]) =>
    profileId === null
      ? [written.finding(['people', name], 'can be nobody: the percentages of the holdouts leave no such person')]
      : [],
  );
  if (nobody.length > 0) return nobody;
  const diary = newDiary(stage.content, stage.workspace);
  const world = createWorld(stage.workspace, diary.told, diary.mailed);
  const now = storyInstant(story.at, stage.workspace.settings.timeZone) - MINUTE;
  const playing: Playing = {
    ...stage,
    written,
    world,
    diary,
    cast: cast as Map<string, string>,
    named: new Map(),
    now,
  };
  const findings = await begin(playing);
  for (const [index, line] of story.story.entries()) findings.push(...(await playLine(playing, line, index)));
  return findings;
}

/** Everybody comes on a minute before time begins, so that a broadcast at that moment finds them. */
async function begin(playing: Playing): Promise<Finding[]> {
  const { written, cast, now } = playing;
  const findings: Finding[] = [];
  for (const [name, person] of Object.entries(written.story.people)) {
    for (const { path, ...said } of beginnings(person, cast.get(name) as string, now)) {
      const place: Path = ['people', name, ...path];
      findings.push(...(await happen(playing, said, now, () => place)));
    }
  }
  await moveTo(playing, now + MINUTE);
  return findings;
}

async function moveTo(playing: Playing, to: Instant): Promise<void> {
  playing.world.advanceTo(to);
  playing.now = to;
  await playing.diary.compose();
}

async function playLine(playing: Playing, line: StoryLine, index: number): Promise<readonly Finding[]> {
  const { written, workspace } = playing;
  const zone = workspace.settings.timeZone;
  const to = line.at === undefined ? playing.now + (line.after ?? 0) : storyInstant(line.at, zone);
  if (to < playing.now) {
    const words = `lies before the line above, when it is ${storyMoment(playing.now, zone)} already`;
    return [written.finding(['story', index, 'at'], words)];
  }
  await moveTo(playing, to);
  const findings = await act(playing, line, index);
  await playing.diary.compose();
  const expected = Object.entries(line.expect ?? {});
  return [...findings, ...expected.flatMap(([name, each]) => expectOf(playing, name, each, index))];
}

function expectOf(playing: Playing, name: string, expected: Expected, index: number): Finding[] {
  const { written, named } = playing;
  const before = named.get(name) ?? new Map();
  named.set(name, before);
  return checkExpected(expected, sightOf(playing, name), before, (path, message) =>
    written.finding(['story', index, 'expect', name, ...path], `${name}: ${message}`),
  );
}

function sightOf({ cast, world, diary, workspace, now }: Playing, name: string): Sight {
  const profileId = cast.get(name) as string;
  return { diary, workspace, profileId, person: world.person(profileId) ?? newPerson(profileId), now };
}

/** What a line lets happen, now. */
async function act(playing: Playing, line: StoryLine, index: number): Promise<Finding[]> {
  const { cast, now, written, workspace } = playing;
  const zone = workspace.settings.timeZone;
  const eventId = line.eventId ?? `story-${index}`;
  const profileId = (name: string | undefined) => cast.get(name ?? ([...cast.keys()][0] as string)) as string;
  const inLine = ({ field }: Problem): Path => ['story', index, ...field.split(/[.[\]]+/).filter(Boolean)];
  if (line.event !== undefined) {
    const { event: type, properties, traits, occurredAt } = line;
    const at = occurredAt === undefined ? undefined : storyInstant(occurredAt, zone);
    return happen(
      playing,
      { type, profileId: profileId(line.of), eventId, properties, traits, occurredAt: at },
      now,
      inLine,
    );
  }
  if (line.subscribes !== undefined) {
    return happen(playing, signUp(profileId(line.subscribes), line.to ?? [], eventId), now, () => ['story', index]);
  }
  if (line.preferences !== undefined) {
    const said = { type: 'preferences.changed', profileId: profileId(line.of), eventId, properties: line.preferences };
    return happen(playing, said, now, () => ['story', index, 'preferences']);
  }
  const input = inputOf(playing, line, eventId);
  if (input === null) return [];
  if ('fault' in input) return [written.finding(['story', index], input.fault)];
  return take(playing, input.of, { ok: true, input: input.input }, now, () => ['story', index]);
}

const FEEDBACK: readonly FeedbackWord[] = ['delivers', 'bounces', 'complains', 'clicks'];

type Meant = { readonly of: string; readonly input: Input } | { readonly fault: string };

/** What people do with their mails; null for a line in which nobody does anything. */
function inputOf(playing: Playing, line: StoryLine, id: string): Meant | null {
  const { cast, now: at } = playing;
  if (line.confirms !== undefined) return confirmation(playing, line.confirms);
  if (line.unsubscribes !== undefined) {
    const topic = line.from === 'everything' ? null : (line.from ?? null);
    const of = cast.get(line.unsubscribes) as string;
    return { of, input: { kind: 'withdrawal', id, topic, at, method: 'one-click' } };
  }
  const word = FEEDBACK.find((each) => line[each] !== undefined);
  return word ? feedback(playing, line, word) : null;
}

function confirmation(playing: Playing, name: string): Meant {
  const { person, profileId } = sightOf(playing, name);
  const request = person.permission.requests.findLast((each) => each.expiresAt > playing.now);
  if (!request) return { fault: `${name} has nothing to confirm: no sign-up waits for it` };
  const { requestId } = request;
  return {
    of: profileId,
    input: { kind: 'confirmation', requestId, at: playing.now, ip: null, userAgent: null },
  };
}

function feedback(playing: Playing, line: StoryLine, word: FeedbackWord): Meant {
  const { content } = playing;
  const name = line[word] as string;
  const sight = sightOf(playing, name);
  const mails = playing.diary.mails(sight.profileId).filter((each) => !each.isStaff);
  const mail = mails.findLast((each) => line.mail === undefined || each.template === line.mail);
  if (!mail) return { fault: `${name} got no mail${notYet(playing, line.mail, sight)}` };
  const link = line.link ?? content.settings.brand.website ?? '';
  return { of: sight.profileId, input: { kind: 'feedback', feedback: feedbackOf(word, mail, link, playing.now) } };
}

function notYet({ workspace }: Playing, template: string | undefined, sight: Sight): string {
  if (template === undefined) return ' yet';
  const why = whyNot({ template }, sight, (at) => storyMoment(at, workspace.settings.timeZone));
  return ` ${template} yet${why === null ? '' : `: ${why}`}`;
}

async function happen(
  playing: Playing,
  said: SaidEvent,
  now: Instant,
  place: (problem: Problem) => Path,
): Promise<Finding[]> {
  return take(playing, said.profileId, await eventInput(said, now, playing.keys), now, place);
}

/** Lets an input happen; what a deployment would put aside as rejected is a finding. */
function take(
  { world, written }: Playing,
  profileId: string,
  read: ReadInput,
  now: Instant,
  place: (problem: Problem) => Path,
): Finding[] {
  const refused = read.ok ? (world.take(profileId, read.input, now) ?? []) : read.problems;
  return refused.map((problem) =>
    written.finding(place(problem), `is refused: ${[problem.field, problem.message].filter(Boolean).join(' ')}`),
  );
}
