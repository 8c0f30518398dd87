import { ApolloServer } from '@apollo/server'
import fastifyApollo from '@as-integrations/fastify'
import { date, integer, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import fastify from 'fastify'
import postgres from 'postgres'

// The peer: the same rows behind a plain Apollo mutation, stored by a drizzle multi-row insert. No tokens, mapping, rules, history or audit.

const peerRows = pgTable(
  'peer_rows',
  {
    center: text().notNull(),
    measure: text().notNull(),
    periodStart: date('period_start').notNull(),
    dimensions: text().notNull(),
    value: numeric().notNull(),
    submission: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.center, table.measure, table.periodStart, table.dimensions] })],
)

type PeerRow = { measure: string; periodStart: string; dimensions: { dimension: string; item: string }[]; value: number }

/** PostgreSQL takes 65,535 parameters a statement. */
const ROWS_PER_STATEMENT = 10_000

const db = drizzle(postgres(process.env['DATABASE_URL'] ?? '', { max: 10 }))
const server = new ApolloServer({
  typeDefs: `
    input PeerItem { dimension: String!, item: String! }
    input PeerRow { measure: String!, unit: String!, periodStart: String!, dimensions: [PeerItem!]!, value: Float! }
    type Query { alive: Boolean }
    type Mutation { insertRows(center: String!, rows: [PeerRow!]!): Int! }`,
  resolvers: {
    Mutation: {
      async insertRows(_: unknown, { center, rows }: { center: string; rows: readonly PeerRow[] }) {
        const values = rows.map(({ measure, periodStart, dimensions, value }) => ({
          center,
          measure,
          periodStart,
          dimensions: dimensions.map(({ dimension, item }) => `${dimension}=${item}`).join('|'),
          value: String(value),
          submission: 1,
        }))
        await db.transaction(async tx => {
          for (let start = 0; start < values.length; start += ROWS_PER_STATEMENT)
            await tx.insert(peerRows).values(values.slice(start, start + ROWS_PER_STATEMENT))
        })
        return rows.length
      },
    },
  },
})

await server.start()
const app = fastify({ bodyLimit: 32 * 1024 * 1024 })
await app.register(fastifyApollo(server))
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
process.on('SIGTERM', () => process.exit(0))
