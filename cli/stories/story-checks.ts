import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import { type Finding, suggestion } from '../../shared/workspace/findings.ts';
import { type Expected, STORY_WORDS, type Story, type StoryLine } from '../../shared/workspace/schemas/story.ts';
import type { YamlFile } from '../../shared/workspace/yaml-file.ts';

type Path = readonly PropertyKey[];

/** One name that a story says of something else, and what there is of that kind. */
interface Reference {
  readonly path: Path;
  readonly kind: string;
  readonly name: string;
  readonly known: ReadonlySet<string>;
}

interface Known {
  readonly people: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly campaigns: ReadonlySet<string>;
  readonly templates: ReadonlySet<string>;
  readonly states: ReadonlySet<string>;
}

/** Names that stand for nothing: people of no story, topics, campaigns and templates of no workspace. */
export function checkStory(yaml: YamlFile, story: Story, content: ReleaseContent): Finding[] {
  const ids = (list: readonly { readonly id: string }[]) => new Set(list.map((each) => each.id));
  const topics = ids(content.topics);
  const known = {
    people: new Set(Object.keys(story.people)),
    topics,
    campaigns: ids(content.campaigns),
    templates: ids(content.templates),
    states: new Set([...topics, 'tracking.email']),
  };
  const references = [...ofPeople(story, known), ...story.story.flatMap((line, index) => ofLine(line, index, known))];
  return [
    ...references
      .filter((each) => !each.known.has(each.name))
      .map(({ path, kind, name, known: there }) =>
        yaml.at(path, `there is no ${kind} \`${name}\`${suggestion(name, there)}`),
      ),
    ...story.story.flatMap((line, index) => withoutPerson(yaml, line, index, known)),
    ...withoutHoldout(yaml, story, content),
  ];
}

function ofPeople({ people }: Story, known: Known): Reference[] {
  return Object.entries(people).flatMap(([name, person]) => [
    ...(person?.consents ?? []).map((topic, index) => ({
      path: ['people', name, 'consents', index],
      kind: 'topic',
      name: topic,
      known: known.states,
    })),
    ...(person?.holdout ?? []).map((campaign, index) => ({
      path: ['people', name, 'holdout', index],
      kind: 'campaign',
      name: campaign,
      known: known.campaigns,
    })),
  ]);
}

const BY_NAME = ['of', 'subscribes', 'confirms', 'unsubscribes', 'delivers', 'bounces', 'complains', 'clicks'] as const;

function ofLine(line: StoryLine, index: number, known: Known): Reference[] {
  const at = ['story', index];
  const one = (path: Path, kind: string, name: string | undefined, there: ReadonlySet<string>): Reference[] =>
    name === undefined ? [] : [{ path, kind, name, known: there }];
  return [
    ...BY_NAME.flatMap((word) => one([...at, word], 'person of this story', line[word], known.people)),
    ...(line.to ?? []).flatMap((topic, n) => one([...at, 'to', n], 'topic', topic, known.topics)),
    ...(line.from === 'everything' ? [] : one([...at, 'from'], 'topic', line.from, known.topics)),
    ...one([...at, 'mail'], 'template', line.mail, known.templates),
    ...Object.entries(line.expect ?? {}).flatMap(([name, expected]) => [
      ...one([...at, 'expect', name], 'person of this story', name, known.people),
      ...ofExpected([...at, 'expect', name], expected, known),
    ]),
  ];
}

function ofExpected(at: Path, expected: Expected, known: Known): Reference[] {
  const lists = Object.entries(expected).flatMap(([list, items]) =>
    Array.isArray(items) ? items.map((item, index) => ({ path: [...at, list, index], list, item })) : [],
  );
  const bare: Readonly<Record<string, 'template' | 'campaign'>> = {
    mails: 'template',
    enrollments: 'campaign',
    ended: 'campaign',
    goals: 'campaign',
  };
  const named = lists.flatMap(({ path, list, item }) => {
    const facts: Record<string, unknown> = typeof item === 'string' ? { [bare[list] ?? '']: item } : item;
    const place = (fact: string) => (typeof item === 'string' ? path : [...path, fact]);
    return (['template', 'campaign'] as const).flatMap((kind): Reference[] => {
      const name = facts[kind];
      const there = kind === 'template' ? known.templates : known.campaigns;
      return typeof name === 'string' ? [{ path: place(kind), kind, name, known: there }] : [];
    });
  });
  const consents = Object.keys(expected.consents ?? {}).map(
    (topic): Reference => ({ path: [...at, 'consents', topic], kind: 'topic', name: topic, known: known.states }),
  );
  return [...named, ...consents];
}

/** `of` may be left out where it is plain who is meant. */
function withoutPerson(yaml: YamlFile, line: StoryLine, index: number, { people }: Known): Finding[] {
  const isOf = Object.entries(STORY_WORDS).some(
    ([word, beside]) => word in line && (beside as readonly string[]).includes('of'),
  );
  if (!isOf || line.of !== undefined || people.size === 1) return [];
  return [yaml.at(['story', index], `has no \`of\`: name one of ${[...people].join(', ') || 'the people'}`)];
}

function withoutHoldout(yaml: YamlFile, { people }: Story, { campaigns }: ReleaseContent): Finding[] {
  return Object.entries(people).flatMap(([name, person]) =>
    (person?.holdout ?? []).flatMap((id, index) =>
      campaigns.some((each) => each.id === id && each.holdout === 0)
        ? [yaml.at(['people', name, 'holdout', index], `\`${id}\` has no holdout: nobody can be in it`)]
        : [],
    ),
  );
}
