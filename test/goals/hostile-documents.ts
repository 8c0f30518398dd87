import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql'
import { projectRoot } from '../../db/project-root.js'

/** What is sent as `query`, or, where the whole body is hostile, as the body. */
export type HostileRequest = { readonly body: string; readonly isOverBudget: boolean }

const bodyOf = (query: string): string => JSON.stringify({ query })
const over = (query: string): HostileRequest => ({ body: bodyOf(query), isOverBudget: true })
const bad = (body: string): HostileRequest => ({ body, isOverBudget: false })
const times = (count: number, make: (index: number) => string): string => Array.from({ length: count }, (_, i) => make(i)).join(' ')

/** The hostile documents and bodies of the threat model (H01, H04 to H11, H14 to H18, H20 to H22, H38). */
export const HOSTILE: readonly HostileRequest[] = [
  over(`{ ${times(1_500, i => `a${i}: __typename`)} }`),
  over(`{ ${'__typename '.repeat(10_000)} }`),
  over(`{ ...F0 } ${times(10_000, i => `fragment F${i} on Query { ...F${i + 1} }`)}`),
  over(
    `{ ...F0 } ${times(16, i => `fragment F${i} on Query { p: x { ...F${i + 1} } q: x { ...F${i + 1} } }`)} fragment F16 on Query { x }`,
  ),
  over(`${'{a'.repeat(20_000)}${'}'.repeat(20_000)}`),
  over(`{ a(b: ${'['.repeat(50_000)}${']'.repeat(50_000)}) }`),
  over(`{ centers ${'@include(if: true) '.repeat(60)} { code } }`),
  over('{ submissions(first: 500) { nodes { rows(first: 500) { nodes { index outcome measure } } } } }'),
  over(`{ ${times(10, i => `f${i}: figureColumns(input: { from: "2020-01-01", to: "2026-01-01" }) { values }`)} }`),
  bad(bodyOf('{__schema{types{name}}}')),
  bad(bodyOf('{statistis{period}}')),
  bad(bodyOf('{ observations(input: {}, first: 1000000) { nodes { value } } }')),
  bad(bodyOf('{ submissions(first: -1) { nodes { id } } }')),
  bad(bodyOf('{ submissions(first: 0) { nodes { id } } }')),
  bad(bodyOf('{ submissions(after: "\' or 1=1 --") { nodes { id } } }')),
  bad(bodyOf(`{ submissions(after: "${'A'.repeat(900_000)}") { nodes { id } } }`)),
  bad(bodyOf(`{ jobRuns(after: "${Buffer.from('["2026-11-21T18:00:00Z","\\u0000"]').toString('base64url')}") { endCursor } }`)),
  bad(bodyOf('{ _service { sdl } }')),
  bad(bodyOf('{ _entities(representations: [{__typename:"Center", code:"seoul"}]) { __typename } }')),
  bad(bodyOf('query A { viewer { subject } } query B { centers { code } }')),
  bad(bodyOf('{ centers @defer { code } }')),
  bad(bodyOf('{ centers @stream { code } }')),
  bad(bodyOf('{ measures(codes: ["%_%_%_%", "\'; drop table centers; --", ".*(a+)+$"]) { code } }')),
  bad(bodyOf('{ submission(idempotencyKey: "\\u0000") { id } }')),
  bad('[{"query":"{__typename}"},{"query":"{__typename}"}]'),
  bad('{"query":"{ viewer { subject } }","variables":"{}"}'),
  bad('{"query":"{ viewer { subject } }","variables":[]}'),
  bad('{"query":"{ viewer { subject } }","variables":{"a":"\\ud800"}}'),
  bad('{"query":"{ viewer { subject } }","variables":{"__proto__":{"role":"admin"}}}'),
  bad('{"query":"{ viewer { subject } }","variables":{"constructor":{"prototype":{"role":"admin"}}}}'),
  bad(`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'a'.repeat(64)}"}}}`),
  bad('{"query":'),
  bad('{'.repeat(10_000)),
  bad('null'),
  bad(''),
]

/** A repeatable stream of numbers from 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const SCALARS = [
  '0',
  '-1',
  '500',
  '1e400',
  '"seoul"',
  '"2026-11-19"',
  '"2026-02-30"',
  '"900101-1234567"',
  'null',
  'true',
  '{}',
  '[]',
  '$v',
  'X',
]
const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '!',
  '$',
  '@',
  '...',
  '|',
  '"',
  '"""',
  'on',
  'query',
  'mutation',
  'fragment',
  'null',
  '#',
  '한',
]
const TEXTS = ["'; drop table observations; --", '%_%_%', '\\u0000', '../../etc/passwd', '${7*7}', '한글 이름', '1 or 1=1', '{"a":1}']

/** Documents grown from the schema's own grammar: right ones, ones with wrong names and values, ones with pieces cut out, doubled or swapped. */
export function createDocumentFuzzer(seed: number): () => string {
  const schema = buildSchema(readFileSync(join(projectRoot, 'schema/hub.graphql'), 'utf8').replace(/^\s*extend schema[^{]*$/gm, ''), {
    assumeValid: true,
  })
  const random = randomFrom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const pick = <T>(list: readonly T[]): T | undefined => list[below(list.length)]

  const value = (type: GraphQLInputType, depth: number): string => {
    if (random() < 0.12) return pick(SCALARS) ?? 'null'
    if (isNonNullType(type)) return value(type.ofType, depth)
    if (isListType(type)) return `[${times(below(4), () => value(type.ofType, depth + 1))}]`
    if (isEnumType(type)) return pick(type.getValues())?.name ?? 'NONE'
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(field => isNonNullType(field.type) || random() < 0.4)
      return depth > 4 ? '{}' : `{ ${fields.map(field => `${field.name}: ${value(field.type, depth + 1)}`).join(', ')} }`
    }
    if (type.name === 'Int') return String(pick([0, 1, 5, 100, 500, 501, -3, 2_147_483_648]))
    if (type.name === 'Boolean') return pick(['true', 'false']) ?? 'true'
    if (type.name === 'LocalDate') return pick(['"2026-11-19"', '"2026-11-01"', '"0000-00-00"', '"9999-12-31"', '"2024-02-29"']) ?? '""'
    return JSON.stringify(
      random() < 0.5 ? (pick(['seoul', 'busan', 'calls_offered', 'response_rate', 'hour', '10']) ?? '') : (pick(TEXTS) ?? ''),
    )
  }
  const selection = (type: GraphQLNamedType, depth: number): string => {
    if (isUnionType(type))
      return `{ __typename ${type
        .getTypes()
        .map(member => `... on ${member.name} ${selection(member, depth + 1)}`)
        .join(' ')} }`
    if (!isObjectType(type)) return ''
    const fields = Object.values(type.getFields())
    const wanted = fields.filter(() => random() < (depth < 2 ? 0.5 : 0.25)).slice(0, 6)
    const lines = (wanted.length > 0 ? wanted : fields.slice(0, 1)).map(field => fieldText(field, depth))
    return `{ ${lines.join(' ') || '__typename'} }`
  }
  const fieldText = (field: ReturnType<GraphQLObjectType['getFields']>[string], depth: number): string => {
    const named = getNamedType(field.type)
    if (isCompositeType(named) && depth > 9) return '__typename'
    const args = field.args.filter(arg => isNonNullType(arg.type) || random() < 0.4).map(arg => `${arg.name}: ${value(arg.type, 0)}`)
    const name = random() < 0.03 ? `${field.name.slice(0, -1)}` : field.name
    const alias = random() < 0.1 ? `a${below(5)}: ` : ''
    const directive = random() < 0.03 ? ` ${pick(['@skip(if: false)', '@include(if: $v)', '@defer', '@nobody', '@deprecated']) ?? ''}` : ''
    return `${alias}${name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directive} ${isCompositeType(named) ? selection(named, depth + 1) : ''}`
  }
  const document = (): string => {
    const kind = random() < 0.8 ? 'query' : 'mutation'
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
    const fields = Object.values(root?.getFields() ?? {})
    const wanted = Array.from({ length: 1 + (random() < 0.2 ? below(12) : 0) }, () => pick(fields)).filter(field => field !== undefined)
    return `${kind} Q${below(9)}${random() < 0.1 ? '($v: Int)' : ''} { ${wanted.map(field => fieldText(field, 1)).join(' ')} }`
  }
  const mutate = (text: string): string => {
    const tokens = text.split(/(\s+|[{}()[\]:!$@|,"])/)
    for (let n = 1 + below(4); n > 0; n--) {
      const at = below(tokens.length)
      const kind = below(4)
      if (kind === 0) tokens.splice(at, 1 + below(3))
      else if (kind === 1) tokens.splice(at, 0, pick(TOKENS) ?? '')
      else if (kind === 2) tokens.splice(at, 1, pick(tokens) ?? '')
      else tokens.splice(at, 0, ...tokens.slice(at, at + 1 + below(30)))
    }
    return tokens.join('')
  }
  return () => {
    const way = random()
    if (way < 0.5) return document()
    if (way < 0.9) return mutate(document())
    return times(1 + below(60), () => pick([...TOKENS, ...SCALARS, 'centers', 'code', 'viewer']) ?? '')
  }
}
