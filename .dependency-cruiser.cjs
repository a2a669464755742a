// The import rules of ARCHITECTURE.md, as scripts/check-imports.mjs has them checked. One row a room: what it may
// import of ours (`values`), and what only for its types (`types`). A folder of src/ without a row is an error.

const values = {
  problem: [],
  support: [],
  model: ['problem', 'support'],
  load: ['model', 'problem', 'support'],
  lower: ['model', 'problem', 'support'],
  'engine/docker': ['engine', 'problem', 'support'],
  image: ['engine', 'model', 'problem', 'support'],
  observe: ['engine', 'model', 'problem'],
  plan: ['model', 'lower', 'support', 'problem'],
  apply: ['plan', 'observe', 'engine', 'image', 'lower', 'model', 'problem', 'support'],
  app: ['problem', 'support', 'model', 'load', 'lower', 'engine', 'image', 'observe', 'plan', 'apply'],
  present: ['plan', 'apply', 'problem', 'support'],
  cli: ['app', 'present', 'engine/docker', 'problem', 'support'],
}

const types = {
  engine: ['lower', 'problem'],
  'engine/docker': ['lower'],
  observe: ['lower'],
  plan: ['observe', 'engine'],
}

// A package, and the only files that may load it.
const packages = {
  ajv: '^src/load/schema(\\.ts$|/)|^src/load/generated/',
  yaml: '^src/load/parse(\\.ts$|/)',
  'p-graph': '^src/apply/scheduler\\.ts$',
  commander: '^src/cli/',
  '@dagrejs/dagre': '^src/present/graph/svg\\.ts$',
  '@balena/dockerignore': '^src/image/',
  protobufjs: '^src/image/build/buildkit/messages\\.ts$',
}

const rooms = [...new Set([...Object.keys(values), ...Object.keys(types)])]

/** The files of a room; engine is the port alone, its adapter in engine/docker is a room of its own. */
const filesOf = room => (room === 'engine' ? '^src/engine/[^/]+$' : `^src/${room}/`)

/** What others may import of a room. */
const doorOf = room => (room === 'engine' ? '^src/engine/(index|port)\\.ts$' : `^src/${room}/index\\.ts$`)

function rulesOf(room) {
  const allowed = values[room] ?? []
  const typesOnly = types[room] ?? []
  const comment = `${room} may import: ${[...allowed, ...typesOnly.map(name => `${name} (types)`)].join(', ') || 'nothing of ours'}`
  const rules = [
    {
      name: `room-${room}`,
      comment,
      severity: 'error',
      from: { path: filesOf(room) },
      to: { path: '^src/', pathNot: [filesOf(room), ...[...allowed, ...typesOnly].map(doorOf)] },
    },
  ]
  if (typesOnly.length > 0) {
    rules.push({
      name: `types-only-${room}`,
      comment,
      severity: 'error',
      from: { path: filesOf(room) },
      to: { path: typesOnly.map(doorOf), dependencyTypesNot: ['type-only'] },
    })
  }
  return rules
}

const packageRules = Object.entries(packages).map(([name, home]) => ({
  name: `package-${name}`,
  comment: `${name} is loaded in ${home} alone`,
  severity: 'error',
  from: { path: '^src/', pathNot: home },
  to: { path: `^node_modules/${name}/` },
}))

module.exports = {
  forbidden: [
    ...rooms.flatMap(rulesOf),
    ...packageRules,
    {
      name: 'unknown-room',
      comment:
        'a new folder of src/ needs a row in the tables of .dependency-cruiser.cjs and of ARCHITECTURE.md',
      severity: 'error',
      from: { path: '^src/', pathNot: [...rooms.map(filesOf), '^src/index\\.ts$'] },
      to: {},
    },
    {
      name: 'library',
      comment: 'the library shows stages, use cases and the engine, never the command line or its looks',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/(cli|present)/' },
    },
    {
      name: 'library-doors',
      comment: 'the library passes on the public files of rooms, nothing behind them',
      severity: 'error',
      from: { path: '^src/index\\.ts$' },
      to: { path: '^src/', pathNot: rooms.map(doorOf) },
    },
    {
      name: 'no-cycle',
      comment: 'a cycle hides which of two files is the lower one; cycles of types alone are cycles, too',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'pure-room',
      comment:
        'files, processes and the network are for load, observe, image, engine/docker, apply, app and cli',
      severity: 'error',
      from: { path: '^src/(problem|support|model|lower|plan|present)/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|child_process|net|http|https|dgram|tls)$',
      },
    },
    {
      name: 'no-test-in-product',
      comment: 'tests know the product, never the other way round',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|examples)/' },
    },
    {
      name: 'unresolved',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'undeclared-package',
      comment: 'the product uses packages of "dependencies" alone',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
