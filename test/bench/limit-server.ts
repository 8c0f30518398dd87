import fastify from 'fastify'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import postgres from 'postgres'
import { postgresTypes } from '../../db/postgres-types.js'

// The limit: the response rate by center and month by SQL written for this one question over the roll-ups, behind the HTTP server and the
// token check of the hub, in the hub's columns. No registry of callers, no plan of a question, no coverage, no marks, no GraphQL.

type Row = { code: string; from: string; to: string; numerator: string; denominator: string; value: string }

const issuer = process.env['OIDC_ISSUER'] ?? ''
const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
// Its best plan each time: from the sixth request on PostgreSQL would take one made for any dates, which is half as fast.
const sql = postgres(process.env['DATABASE_URL'] ?? '', {
  max: 10,
  types: postgresTypes,
  connection: { plan_cache_mode: 'force_custom_plan' },
})

const app = fastify({ keepAliveTimeout: 600_000 })
app.post<{ Body: { from: string; to: string } }>('/graphql', async (request, reply) => {
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
  const isGood = await jwtVerify(token, keys, {
    issuer,
    audience: process.env['BENCH_AUDIENCE'] ?? '',
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['exp', 'iat', 'sub', 'client_id'],
  }).then(
    () => true,
    () => false,
  )
  if (!isGood) return reply.code(401).send({})
  const { from, to } = request.body
  const rows = await sql<Row[]>`
    select c.code,
      greatest(s.month, ${from}::text::date) as from, least((s.month + interval '1 month - 1 day')::date, ${to}::text::date) as to,
      s.answered::text as numerator, s.offered::text as denominator, trim_scale(round(100 * s.answered / s.offered, 2))::text as value
    from (
      select o.center_id, date_trunc('month', o.period_start::timestamp)::date as month,
        sum(a.center_sum) as answered, sum(o.center_sum) as offered
      from observation_rollups o
      join observation_rollups a on a.center_id = o.center_id and a.period_start = o.period_start and a.period_type = o.period_type
        and a.table_id = o.table_id
      where o.measure_id = (select id from measures where code = 'calls_offered')
        and a.measure_id = (select id from measures where code = 'calls_answered')
        and o.period_type = 'day' and o.blocked = 0 and a.blocked = 0
        and o.period_start between ${from}::text::date and ${to}::text::date
        and a.period_start between ${from}::text::date and ${to}::text::date
      group by o.center_id, month
    ) s
    join centers c on c.id = s.center_id
    order by c.code, s.month`
  const figureColumns = {
    rows: rows.length,
    code: rows.map(() => 'response_rate'),
    center: rows.map(row => row.code),
    from: rows.map(row => row.from),
    to: rows.map(row => row.to),
    value: rows.map(row => row.value),
    numerator: rows.map(row => row.numerator),
    denominator: rows.map(row => row.denominator),
    reason: rows.map(() => null),
  }
  return { data: { figureColumns } }
})
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
process.on('SIGTERM', () => process.exit(0))
