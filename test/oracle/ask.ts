import type { HubServer } from '../support/hub-server.js'
import type { Question } from './question.js'

export type AnsweredFigure = {
  readonly code: string
  readonly version: string | null
  readonly center: string | null
  readonly region: string | null
  readonly from: string
  readonly to: string
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly factor: string | null
  readonly reason: string | null
  readonly marks: readonly string[]
  readonly qualities: readonly { readonly quality: string; readonly values: number }[]
  readonly derivedFrom: readonly string[]
  readonly dimensions: readonly { readonly dimension: string; readonly item: string }[]
  readonly parts: readonly { readonly measure: string; readonly value: string }[]
  readonly coverage: {
    readonly centersIn: number
    readonly centersExpected: number
    readonly cellsIn: number
    readonly cellsExpected: number
    readonly extra: number
    readonly gaps: readonly {
      readonly reason: string
      readonly periodType: string
      readonly cells: number
      readonly centers: readonly string[]
      readonly from: string
      readonly to: string
    }[]
  }
}

/** Figures, or the codes of a refusal. */
export type Answer = { readonly figures: readonly AnsweredFigure[]; readonly refusal: readonly string[] }

const FRAGMENT = `fragment f on FigureConnection { hasNextPage nodes { code version center region from to value numerator denominator factor reason marks qualities { quality values }
  derivedFrom dimensions { dimension item } parts { measure value }
  coverage { centersIn centersExpected cellsIn cellsExpected extra gaps { reason periodType cells centers from to } } } }`

const inputOf = ({ reader: _reader, filters, by, version, ...question }: Question): object => ({
  ...question,
  definition: version === null ? null : { version },
  by: by === null ? null : by.toUpperCase(),
  filters: Object.entries(filters).map(([dimension, items]) => ({ dimension, items })),
})

/** Asks questions of one reader in one document. */
export async function ask(hub: HubServer, questions: readonly Question[], token: string): Promise<readonly Answer[]> {
  const names = questions.map((_, index) => `q${index}`)
  const text = `query (${names.map(name => `$${name}: FiguresInput!`).join(' ')}) {
    ${names.map(name => `${name}: figures(input: $${name}, first: 500) { ...f }`).join(' ')} } ${FRAGMENT}`
  const variables = Object.fromEntries(questions.map((question, index) => [`q${index}`, inputOf(question)]))
  const { data, errors } = await hub.graphql(text, variables, token)
  if (data == null) throw new Error(JSON.stringify(errors))
  return names.map(name => {
    const page: { nodes: AnsweredFigure[]; hasNextPage: boolean } | null = data[name]
    if (page?.hasNextPage === true) throw new Error(`More than 500 figures: ${JSON.stringify(variables[name])}`)
    const refusal = (errors ?? []).filter(({ path }) => path?.[0] === name).map(({ extensions }) => String(extensions['code']))
    return { figures: page?.nodes ?? [], refusal }
  })
}
