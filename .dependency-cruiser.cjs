const TESTS = '\\.test\\.tsx?$|^(tests|bench|scripts)/';

/** One door per outside library: nobody else imports it. */
const door = (library, path) => ({
  name: `one-door-${library.replace(/[^a-z0-9]/g, '-')}`,
  comment: `${library} has one door: ${path}`,
  severity: 'error',
  from: { pathNot: `${TESTS}|${path}` },
  to: { path: `node_modules/(@types/)?${library}/` },
});

module.exports = {
  forbidden: [
    {
      name: 'lib-is-the-ground-floor',
      comment: 'lib imports lib only: it is shared by server and browser',
      severity: 'error',
      from: { path: '^lib/', pathNot: TESTS },
      to: { path: '^(app|components|server|tests|bench|scripts)/' },
    },
    {
      name: 'lib-does-no-io',
      comment:
        'lib runs anywhere: clock, randomness and I/O are passed in, but for what lib/live/client is there for',
      severity: 'error',
      from: { path: '^lib/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-client-is-for-viewers',
      comment: 'lib/live/client talks to a globe: page, examples and tests use it, and nothing below them',
      severity: 'error',
      from: { path: '^(server|lib)/', pathNot: `${TESTS}|^lib/live/client/` },
      to: { path: '^lib/live/client/' },
    },
    {
      name: 'examples-stand-on-lib',
      comment: 'what an example shows has to work without the rest of this repository',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(app|components|server|tests|bench|scripts)/' },
    },
    {
      name: 'browser-never-imports-server',
      comment: 'they meet in lib, not even for types',
      severity: 'error',
      from: { path: '^(app|components)/' },
      to: { path: '^server/' },
    },
    {
      name: 'server-never-imports-browser',
      severity: 'error',
      comment: 'they meet in lib, not even for types',
      from: { path: '^server/' },
      to: { path: '^(app|components)/' },
    },
    {
      name: 'components-below-app',
      severity: 'error',
      comment: 'app composes components',
      from: { path: '^components/' },
      to: { path: '^app/' },
    },
    {
      name: 'panels-know-no-socket',
      comment: 'the panels show what they are given: who asks the server stands beside them',
      severity: 'error',
      from: { path: '^components/hud/', pathNot: TESTS },
      to: { path: '^(lib/live/client/(?!live-status)|components/(details|live|moments)/)' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'a cycle hides an order',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'no broken imports',
      from: {},
      to: { couldNotResolve: true },
    },
    door('kafkajs', '^server/kafka/'),
    door('(snappy|lz4-napi|fzstd)', '^server/kafka/'),
    door('mysql2', '^server/store/mysql/'),
    door('libsql', '^server/store/embedded/'),
    door('(geoip-lite|maxmind)', '^server/ingest/geo/'),
    door('socket.io', '^server/publish/'),
    door('socket.io-client', '^lib/live/client/'),
    door('(three|react-globe.gl|globe.gl|three-globe)', '^components/globe/'),
    door('next', '^(server/http|app|components)/|^next.config'),
    door('pino', '^server/telemetry'),
    door('prom-client', '^server/metrics/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.next|\\.parts|data)/|^next-env' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
