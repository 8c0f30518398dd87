/**
 * Which folder may know which. The twelve rules of the house and one that refuses what cannot be resolved.
 * Type-only imports count (`tsPreCompilationDeps`). Paths are what an import resolves to: `node:fs` is `fs`, and a package may lie
 * behind a symbolic link, so packages are matched anywhere in the path. `.ci/architecture.mjs` runs this file and also demands a
 * minimum of modules, because a cruise that saw nothing has no violations either.
 */

/** Packages by name, with their type packages. A scope such as `@apollo` stands for every package in it. */
const packages = names => `(^|/)node_modules/(@types/)?(${names.join('|')})/`

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule('no-cycles', 'Two modules that need each other are one module, or hide a third.', {}, { circular: true }),
    rule(
      'domain-is-pure',
      'The same rules run in the hub, in the SDK and in the command line, so they touch no machine: only schema/domain and big.js.',
      { path: '^schema/domain/' },
      { pathNot: `^schema/domain/|${packages(['big\\.js'])}` },
    ),
    rule(
      'shapes-know-only-domain',
      'GraphQL classes are shapes. What fills them lives above.',
      { path: '^schema/graphql/' },
      { path: '^(db|api|jobs|clients)/' },
    ),
    rule(
      'db-knows-only-domain',
      'Queries serve every door and know none.',
      { path: '^db/' },
      { path: '^(schema/graphql|api|jobs|clients)/' },
    ),
    rule(
      'tables-stay-in-db',
      'A table is changed in one place if only db/queries reads it. Call a query.',
      { pathNot: '^(db|test)/' },
      { path: '^db/tables/' },
    ),
    rule(
      'sql-lives-in-db',
      'SQL outside db escapes the guarded transaction wrapper. Add a query under db/queries.',
      { path: '^(schema|api|jobs|clients)/' },
      { path: packages(['drizzle-orm', 'postgres']) },
    ),
    rule(
      'operations-know-no-graphql',
      'A business act is the same from GraphQL, from a job and from a test.',
      { path: '^api/operations/' },
      { path: `^(api/resolvers|api/http|schema/graphql)/|${packages(['graphql', 'type-graphql', '@apollo/[^/]+'])}` },
    ),
    rule(
      'resolvers-do-not-query',
      'A resolver translates. Reads go through loaders or operations.',
      { path: '^api/resolvers/' },
      { path: '^db/' },
    ),
    rule('api-below-jobs', 'Jobs stand on operations, never the other way round.', { path: '^api/' }, { path: '^(jobs|clients)/' }),
    rule(
      'jobs-skip-graphql',
      'A job calls an operation; it does not speak GraphQL to itself.',
      { path: '^jobs/' },
      { path: '^(api/resolvers|api/http|schema/graphql|clients)/' },
    ),
    rule(
      'clients-stand-alone',
      'A client runs at a member center and has only the domain in common with the hub.',
      { path: '^clients/' },
      { path: '^(api|db|jobs|schema/graphql)/' },
    ),
    rule('nothing-imports-tests', 'What is shipped does not rest on test code.', { pathNot: '^test/' }, { path: '^test/' }),
    rule('no-unresolved', 'An import that leads nowhere escapes every rule above.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
