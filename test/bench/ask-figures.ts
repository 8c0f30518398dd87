import { post } from './push.js'

/** Figures in columns, as hub and limit answer. */
export type Columns = {
  readonly rows: number
  readonly code: readonly string[]
  readonly version?: readonly (string | null)[]
  readonly center: readonly string[]
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly value: readonly (string | null)[]
  readonly numerator: readonly (string | null)[]
  readonly denominator: readonly (string | null)[]
  readonly reason: readonly (string | null)[]
}

export type Question = Readonly<Record<string, unknown>>

/** The body of a question to the hub. Version is what a series needs to know which formula made a figure. */
export const questionBody = (input: Question, columns = 'rows code center from to value numerator denominator reason'): string =>
  JSON.stringify({ query: `query ($input: FiguresInput!) { figureColumns(input: $input) { ${columns} } }`, variables: { input } })

/** Asks hub or limit; throws where the answer is refused. */
export async function askColumns(url: string, body: string, token: string): Promise<Columns> {
  const { figureColumns } = (await post(url, body, token)) as { figureColumns: Columns | null } // as the question asks
  if (figureColumns === null) throw new Error('The question was refused.')
  return figureColumns
}

/** A figure as text, place by place; equal texts are equal figures. */
export const textsOf = ({ code, center, from, to, numerator, denominator, value }: Columns): readonly string[] =>
  code
    .map((one, i) => [one, center[i], from[i], to[i], Number(numerator[i]), Number(denominator[i]), Number(value[i])].join(' '))
    .toSorted()

/** Throws with the first difference; a benchmark of different answers says nothing. */
export function requireEqual(what: string, got: readonly string[], wanted: readonly string[]): void {
  const at = wanted.findIndex((text, i) => text !== got[i])
  if (got.length === wanted.length && at === -1 && got.length > 0) return
  throw new Error(`${what}: ${got.length} against ${wanted.length} figures; the first that differ: "${got[at]}" against "${wanted[at]}".`)
}

type Group = { readonly keys: readonly string[]; readonly sum: { readonly value: string } }

/** Sums of the peer, by the text of their keys. */
export type Sums = ReadonlyMap<string, number>

export const sumsOf = (groups: readonly Group[]): Sums => new Map(groups.map(({ keys, sum }) => [keys.join(' '), Number(sum.value)]))

/** The groups of every alias of a question to the peer. */
export async function askPeer(url: string, query: string): Promise<Readonly<Record<string, readonly Group[]>>> {
  const data = (await post(url, JSON.stringify({ query }), null)) as Record<string, { groupedAggregates: readonly Group[] }> // as the queries ask
  return Object.fromEntries(Object.entries(data).map(([alias, { groupedAggregates }]) => [alias, groupedAggregates]))
}
