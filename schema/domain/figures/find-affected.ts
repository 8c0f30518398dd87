import type { DraftContent } from '../statistics/definition-draft.js'
import type { Edition } from '../statistics/edition.js'

/** What a publication touches: subjects that have figures already, and those that come with it. */
export type Affected = {
  readonly indicators: readonly string[]
  readonly measures: readonly string[]
  /** Codes defined for the first time: no figure of theirs was ever served. */
  readonly added: readonly string[]
}

/** Indicators that the drafts define anew or whose formulas use a measure they touch, and the measures themselves, in the order of the edition. */
export const findAffected = (base: Edition, drafts: readonly Pick<DraftContent, 'kind' | 'code'>[]): Affected => {
  const codesOf = (kind: DraftContent['kind']) => new Set(drafts.filter(draft => draft.kind === kind).map(({ code }) => code))
  const [indicators, measures] = [codesOf('indicator'), codesOf('measure')]
  return {
    indicators: [...base.indicators.values()]
      .filter(
        ({ code, versions }) => indicators.has(code) || versions.some(({ form }) => form.measures.some(measure => measures.has(measure))),
      )
      .map(({ code }) => code),
    measures: [...measures].filter(code => base.measures.has(code)),
    added: [...[...indicators].filter(code => !base.indicators.has(code)), ...[...measures].filter(code => !base.measures.has(code))],
  }
}
