/** What a file of the workspace is, by its path alone. */
export type FileKind =
  | { readonly kind: 'settings' | 'topics' | 'events' | 'surveys' | 'ignored' }
  | { readonly kind: 'campaign'; readonly id: string }
  | { readonly kind: 'template'; readonly id: string; readonly locale: string }
  | { readonly kind: 'partial'; readonly name: string }
  | { readonly kind: 'layout'; readonly layout: 'marketing' | 'transactional' }
  | { readonly kind: 'texts'; readonly locale: string }
  | { readonly kind: 'unknown'; readonly message: string; readonly severity: 'error' | 'warning' };

const FIXED: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ['settings.yaml', { kind: 'settings' }],
  ['topics.yaml', { kind: 'topics' }],
  ['events.yaml', { kind: 'events' }],
  ['surveys.yaml', { kind: 'surveys' }],
  ['templates/_layout.mjml', { kind: 'layout', layout: 'marketing' }],
  ['templates/_layout-transactional.mjml', { kind: 'layout', layout: 'transactional' }],
]);

const CAMPAIGN = /^campaigns\/([^/]+)\.yaml$/;
const TEXTS = /^templates\/_system\/texts\/([^/]+)\.yaml$/;
const SYSTEM = /^templates\/(_system\/[^/]+)\/([^/]+)\.mjml$/;
const TEMPLATE = /^templates\/([A-Za-z0-9][A-Za-z0-9_-]{0,63})\/([^/]+)\.mjml$/;
const PARTIAL = /^templates\/_partials\/([A-Za-z0-9][A-Za-z0-9_-]{0,63})\.mjml$/;
/** heed's own mails that a workspace may write anew; each has words of its own built in. */
const SYSTEM_MAILS = ['_system/confirmation', '_system/reminder', '_system/export-link'];

/** Stories and samples go with the workspace, but not into a release. */
const BESIDE = /^(tests|samples)\//;

export function fileKind(path: string): FileKind {
  const fixed = FIXED.get(path);
  if (fixed) return fixed;
  if (BESIDE.test(path)) return { kind: 'ignored' };
  const campaign = CAMPAIGN.exec(path);
  if (campaign?.[1]) return { kind: 'campaign', id: campaign[1] };
  const texts = TEXTS.exec(path);
  if (texts?.[1]) return { kind: 'texts', locale: texts[1] };
  const partial = PARTIAL.exec(path);
  if (partial?.[1]) return { kind: 'partial', name: partial[1] };
  const system = SYSTEM.exec(path);
  if (system?.[1] && system[2] && SYSTEM_MAILS.includes(system[1]))
    return { kind: 'template', id: system[1], locale: system[2] };
  const template = TEMPLATE.exec(path);
  if (template?.[1] && template[2]) return { kind: 'template', id: template[1], locale: template[2] };
  return stranger(path);
}

function stranger(path: string): FileKind {
  if (path.endsWith('.yml')) {
    return { kind: 'unknown', severity: 'error', message: 'ends in .yml, which is not read: rename it to .yaml' };
  }
  if (/^(campaigns|templates)\//.test(path)) {
    return {
      kind: 'unknown',
      severity: 'error',
      message:
        'is not read: campaigns are campaigns/<id>.yaml, templates are templates/<id>/<locale>.mjml, partials templates/_partials/<name>.mjml',
    };
  }
  return { kind: 'unknown', severity: 'warning', message: 'is not part of a workspace and is not read' };
}
