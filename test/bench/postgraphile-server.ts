import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

// The peer: PostGraphile 5 with its aggregates plugin over the views of schema "peer", as the superuser. No tokens, no rules of access, no
// history: what it answers is what PostgreSQL sums. Its packages lie outside the project and are loaded by path.

type Preset = Readonly<Record<string, unknown>>
type PeerPackages = {
  postgraphile: (preset: Preset) => { createServ(grafserv: unknown): { addTo(server: unknown): Promise<void> } }
  makePgService: (options: Preset) => unknown
  grafserv: unknown
  PostGraphileAmberPreset: Preset
  PgAggregatesPreset: Preset
}

const load = createRequire(join(process.env['PEER_FOLDER'] ?? '', 'load.cjs'))
// Shapes of the versions that peer-packages.ts pins.
const { postgraphile, makePgService, grafserv, PostGraphileAmberPreset, PgAggregatesPreset } = {
  ...load('postgraphile'),
  ...load('postgraphile/adaptors/pg'),
  ...load('postgraphile/grafserv/node'),
  ...load('postgraphile/presets/amber'),
  ...load('@graphile/pg-aggregates'),
} as PeerPackages

const serving = postgraphile({
  extends: [PostGraphileAmberPreset, PgAggregatesPreset],
  pgServices: [makePgService({ connectionString: process.env['DATABASE_URL'] ?? '', schemas: ['peer'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false },
  grafast: { explain: false },
}).createServ(grafserv)

const server = createServer({ keepAliveTimeout: 600_000 }) // the reader checks an answer for longer than the default
await serving.addTo(server)
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`) // a TCP server has such an address
})
process.on('SIGTERM', () => process.exit(0))
