import type { Settings } from './definitions.ts';
import { type Finding, suggestion } from './findings.ts';
import type { WorkspaceDraft } from './parse.ts';

/** P-107: a kill switch with a wrong name would switch nothing off, and nobody would notice. */
export function switchFindings(draft: WorkspaceDraft, { sending }: Settings): Finding[] {
  const yaml = draft.settings?.yaml;
  if (!yaml) return [];
  const own = draft.templateFiles.has('_system/confirmation') ? [] : ['_system/confirmation'];
  const known = { topics: draft.topics.map((topic) => topic.id), templates: [...draft.templateFiles.keys(), ...own] };
  return (['topics', 'templates'] as const).flatMap((kind) =>
    sending[kind].flatMap((id, index) => {
      if (known[kind].includes(id)) return [];
      const words = `\`sending.${kind}[${index}]\` is \`${id}\`, which the workspace does not have${suggestion(id, known[kind])}`;
      return [yaml.at(['sending', kind, index], words)];
    }),
  );
}
