import type { Edition } from '../statistics/edition.js'
import type { Indicator, IndicatorVariant, IndicatorVersion } from '../statistics/indicator.js'
import type { Measure } from '../statistics/measure.js'
import type { FigurePlan } from './figure-plan.js'

type VersionNote = Pick<IndicatorVersion, 'version' | 'effectiveFrom' | 'effectiveTo' | 'status' | 'formulaText' | 'whyKo' | 'whyEn'>
type VariantNote = Pick<IndicatorVariant, 'variant' | 'unit' | 'formulaText' | 'whyKo' | 'whyEn'>

/** An indicator as a reader of its figures has to know it: all its versions with their days, and the other methods in use. */
export type IndicatorNote = Pick<Indicator, 'code' | 'nameKo' | 'nameEn' | 'unit' | 'scale' | 'noteKo' | 'noteEn'> & {
  readonly versions: readonly VersionNote[]
  readonly variants: readonly VariantNote[]
}

/** A measure as a reader of its figures has to know it. */
export type MeasureNote = Pick<
  Measure,
  'code' | 'nameKo' | 'nameEn' | 'unit' | 'frequency' | 'definitionKo' | 'definitionEn' | 'effectiveFrom'
>

/** What the figures of a plan mean: the indicators asked for, and every measure that they or the question itself name. */
export type DefinitionNotes = { readonly indicators: readonly IndicatorNote[]; readonly measures: readonly MeasureNote[] }

const noteOf = ({ code, nameKo, nameEn, unit, scale, noteKo, noteEn, versions, variants }: Indicator): IndicatorNote => ({
  code,
  nameKo,
  nameEn,
  unit,
  scale,
  noteKo,
  noteEn,
  versions: versions.map(({ version, effectiveFrom, effectiveTo, status, formulaText, whyKo, whyEn }) => ({
    version,
    effectiveFrom,
    effectiveTo,
    status,
    formulaText,
    whyKo,
    whyEn,
  })),
  variants: variants.map(({ variant, unit: ownUnit, formulaText, whyKo, whyEn }) => ({
    variant,
    unit: ownUnit,
    formulaText,
    whyKo,
    whyEn,
  })),
})

const noteOfMeasure = ({ code, nameKo, nameEn, unit, frequency, definitionKo, definitionEn, effectiveFrom }: Measure): MeasureNote => ({
  code,
  nameKo,
  nameEn,
  unit,
  frequency,
  definitionKo,
  definitionEn,
  effectiveFrom,
})

/** The definitions behind a plan, in the order of its subjects. */
export const describeDefinitions = ({ subjects }: FigurePlan, { indicators }: Pick<Edition, 'indicators'>): DefinitionNotes => {
  const measures = new Map<string, MeasureNote>()
  for (const { measure } of subjects.flatMap(({ definitions }) => definitions.flatMap(({ terms }) => terms))) {
    if (!measures.has(measure.code)) measures.set(measure.code, noteOfMeasure(measure))
  }
  return {
    indicators: subjects.flatMap(({ kind, subject }) => {
      const indicator = kind === 'indicator' ? indicators.get(subject.code) : undefined
      return indicator === undefined ? [] : [noteOf(indicator)]
    }),
    measures: [...measures.values()],
  }
}
