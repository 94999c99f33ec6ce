import type { Topic } from './definitions.ts';
import type { Finding } from './findings.ts';
import { readYaml } from './yaml-file.ts';

/**
 * P-66: people agreed to what a topic said. Its words may be mended, but another meaning is another topic, with a new id that is
 * off for everybody. Only a person can tell the one from the other, so changed words of the default locale are a warning.
 * `text` is the new topics.yaml, for the line.
 */
export function topicChanges(
  before: readonly Topic[],
  after: readonly Topic[],
  defaultLocale: string,
  text: string,
): Finding[] {
  const yaml = readYaml('topics.yaml', text);
  return after.flatMap((topic, index) => {
    const held = before.find((each) => each.id === topic.id);
    if (!held) return [];
    return (['name', 'description'] as const)
      .filter((part) => held[part][defaultLocale] !== undefined)
      .filter((part) => held[part][defaultLocale] !== topic[part][defaultLocale])
      .map((part) => {
        const words = `\`[${index}].${part}\` of \`${topic.id}\` has changed, and people agreed to what it said: if it means something else now, give it a new id (P-66)`;
        return yaml.at([index, part, defaultLocale], words, 'warning');
      });
  });
}
