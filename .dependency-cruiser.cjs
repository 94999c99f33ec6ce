// The order of rooms (design): never upwards. Adapters (table, outbound) are imported by functions, cli and local only.
const rooms = [
  ['kernel', []],
  ['pattern', ['kernel']],
  ['workspace', ['kernel', 'pattern']],
  ['events', ['kernel', 'pattern', 'workspace']],
  ['api', ['kernel', 'events']],
  ['profiles', ['kernel', 'pattern', 'workspace', 'events']],
  ['consent', ['kernel', 'pattern', 'workspace', 'events', 'profiles']],
  ['content', ['kernel', 'pattern', 'workspace', 'events', 'profiles', 'consent']],
  ['messages', ['kernel', 'pattern', 'workspace', 'events', 'profiles', 'consent']],
  ['campaigns', ['kernel', 'pattern', 'workspace', 'events', 'profiles', 'consent', 'content', 'messages']],
  ['person', ['kernel', 'pattern', 'workspace', 'events', 'profiles', 'consent', 'content', 'messages', 'campaigns']],
];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...rooms.map(([room, below]) => ({
      name: `room-${room}-looks-down-only`,
      severity: 'error',
      from: { path: `^shared/${room}/` },
      to: { path: '^(shared|functions|local|cli|infra)/', pathNot: `^shared/(${[room, ...below].join('|')})/` },
    })),
    {
      name: 'rooms-know-no-aws',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/(table|outbound)/' },
      to: { path: '@aws-sdk|@aws-lambda-powertools|@middy' },
    },
    {
      name: 'adapters-are-imported-by-the-edges-only',
      severity: 'error',
      from: { path: '^(shared/(?!table|outbound)|infra)/?' },
      to: { path: '^shared/(table|outbound)/', pathNot: '^shared/table/keys.ts$' },
    },
    {
      name: 'only-runtime-knows-middy-and-powertools',
      severity: 'error',
      from: { pathNot: '^functions/runtime/' },
      to: { path: '@middy|@aws-lambda-powertools' },
    },
    { name: 'infra-imports-no-handler', severity: 'error', from: { path: '^infra/' }, to: { path: '^functions/' } },
    {
      name: 'the-client-stands-alone',
      comment: 'It runs in other systems: of the product it takes the envelope and what that stands on.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^(shared|functions|local|cli|infra)/', pathNot: '^shared/(kernel|events/envelope\\.ts)' },
    },
    {
      name: 'nobody-imports-the-client',
      severity: 'error',
      from: { pathNot: '^(client|test)/' },
      to: { path: '^client/' },
    },
    {
      name: 'the-simulation-stands-on-the-rooms-alone',
      comment: 'It is the rooms on a virtual clock: no handler, no local run, no adapter, no AWS, no file.',
      severity: 'error',
      from: { path: '^simulation/' },
      to: {
        path: '^(functions|local|cli|client|infra|shared/(table|outbound))/|@aws-sdk|^(node:)?(fs|http|timers)',
      },
    },
    {
      name: 'only-the-command-line-simulates',
      severity: 'error',
      from: { path: '^(shared|functions|local|client|infra)/' },
      to: { path: '^simulation/' },
    },
    {
      name: 'handlers-import-no-handler',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/(?!runtime/)([^/]+)/', pathNot: '^functions/$1/' },
    },
  ],
  // Fails when the parser sees no imports at all, in which case nothing above could fail either.
  required: [
    {
      name: 'every-handler-stands-on-the-runtime',
      severity: 'error',
      module: { path: '^functions/[^/]+/handler\\.ts$' },
      to: { path: '^functions/runtime/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
