/**
 * Who may use whom: the contexts whose door (`index.ts`) each context may open. A new line here is a decision about
 * the architecture, to be read as one.
 */
const MAY_USE = {
  audit: [],
  'access-control': ['identity'],
  organisations: ['access-control', 'audit', 'identity'],
  identity: ['audit'],
  'directory-sync': ['access-control', 'identity'],
  'single-sign-on': ['access-control', 'identity'],
  clients: ['access-control', 'audit', 'identity', 'organisations'],
  documents: ['access-control', 'audit', 'clients', 'identity', 'organisations'],
};

const modules = '^src/modules/';
const borders = Object.entries(MAY_USE).map(([name, allowed]) => ({
  name: `${name}-uses-only-${allowed.join('-and-') || 'itself'}`,
  comment: 'Add the context to MAY_USE if this dependency is meant.',
  severity: 'error',
  from: { path: `${modules}${name}/` },
  to: { path: modules, pathNot: [name, ...allowed].map((other) => `${modules}${other}/`) },
}));

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-imports-nothing-outward',
      comment: 'What is true whatever the caller: no Nest, no TypeORM, no other room, no other context.',
      severity: 'error',
      from: { path: `${modules}([^/]+)/domain/`, pathNot: '\\.spec\\.ts$' },
      to: {
        path: [
          '^src/',
          'node_modules/(@nestjs|typeorm|pg|pg-boss|fastify|@fastify|class-validator|class-transformer|pino|nodemailer|rxjs)/',
        ],
        pathNot: [
          `${modules}$1/domain/`,
          '^src/common/(ids|errors)\\.ts$',
          '^src/common/clock/',
          '^src/common/mail/(mail|plain-mail)\\.ts$',
          '^src/common/events/domain-event\\.ts$',
          '^src/common/database/principal\\.ts$',
        ],
      },
    },
    {
      name: 'common-knows-no-module',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: '^src/(modules|demo)/|^src/(main|cli|app\\.module)\\.ts$' },
    },
    {
      name: 'contexts-have-one-door',
      severity: 'error',
      from: { path: `${modules}([^/]+)/` },
      to: { path: modules, pathNot: [`${modules}$1/`, `${modules}[^/]+/index\\.ts$`] },
    },
    {
      name: 'contexts-have-one-door-from-outside',
      severity: 'error',
      from: { path: '^src/', pathNot: [modules, '^src/demo/'] },
      to: { path: modules, pathNot: `${modules}[^/]+/index\\.ts$` },
    },
    {
      name: 'demo-makes-domain-values-and-nothing-else',
      comment: 'Synthetic people are made of the domain’s own values and checked by its own rules.',
      severity: 'error',
      from: { path: '^src/demo/' },
      to: { path: modules, pathNot: [`${modules}[^/]+/index\\.ts$`, `${modules}clients/domain/`] },
    },
    {
      name: 'listed-contexts-only',
      comment: 'Every context has its line in MAY_USE.',
      severity: 'error',
      from: { path: modules, pathNot: Object.keys(MAY_USE).map((name) => `${modules}${name}/`) },
      to: {},
    },
    {
      name: 'rows-stay-in-persistence',
      severity: 'error',
      from: { path: '^src/', pathNot: ['/persistence/', '\\.module\\.ts$', '^src/common/database/'] },
      to: { path: '\\.entity\\.ts$' },
    },
    {
      name: 'no-demo-in-contexts',
      severity: 'error',
      from: { path: `${modules}|^src/common/`, pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'no-test-tools-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/(@types|fastify)/' },
    },
    ...borders,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
