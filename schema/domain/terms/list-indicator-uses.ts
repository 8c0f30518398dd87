import type { Edition } from '../statistics/edition.js'
import { measuresOf } from '../statistics/formula.js'

/** A published indicator that everybody may read, and what its formula rests on: `measure:calls_offered`, or `dimension:channel` of such a measure. */
export type IndicatorUse = { readonly subject: string; readonly indicator: string }

/** What published figures rest on, each pair once. Restricted indicators, which enter no published total, are left out. */
export const listIndicatorUses = (edition: Edition): readonly IndicatorUse[] =>
  [...edition.indicators.values()]
    .filter(({ access }) => access === 'open')
    .flatMap(({ code, versions }) => {
      const published = versions.filter(({ status }) => status !== 'draft')
      const measures = new Set(published.flatMap(({ formula }) => measuresOf(formula)))
      const dimensions = new Set([...measures].flatMap(measure => edition.measures.get(measure)?.dimensions ?? []))
      const subjects = [...[...measures].map(measure => `measure:${measure}`), ...[...dimensions].map(name => `dimension:${name}`)]
      return subjects.map(subject => ({ subject, indicator: code }))
    })
