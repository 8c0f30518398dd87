import type { Edition } from './edition.js'

/** The edition with these measures restricted, and every indicator that has one of them in any version or variant (S24). */
export function restrictMeasures(edition: Edition, codes: ReadonlySet<string>): Edition {
  const measures = new Map(
    [...edition.measures].map(([code, measure]) => [code, codes.has(code) ? { ...measure, access: 'restricted' as const } : measure]),
  )
  const indicators = new Map(
    [...edition.indicators].map(([code, indicator]) => {
      const rests = [...indicator.versions, ...indicator.variants].some(({ form }) => form.measures.some(measure => codes.has(measure)))
      return [code, rests ? { ...indicator, access: 'restricted' as const } : indicator]
    }),
  )
  return { ...edition, measures, indicators }
}
