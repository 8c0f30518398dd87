import type { Day, PeriodType } from '../period.js'
import type { NullReason } from './figure.js'
import type { DefinitionPlan } from './figure-plan.js'
import type { Support, SupportQuestion, SupportTerm, SupportTrace } from './support.js'
import { startOfSlot } from './timeline.js'

/**
 * Where rows of a measure were looked for, and what became of them: added, subtracted from a total that counts them although the council does not
 * (S3), or left out. `items` are asked items joined by `|`; null for all that were asked. `table` is null where no table stands.
 */
export type BasisPlace = {
  readonly measure: string
  readonly center: string
  readonly periodType: PeriodType
  readonly periodStart: Day
  readonly table: string | null
  readonly items: readonly string[] | null
  readonly use: 'added' | 'subtracted' | 'leftOut'
  /** Rows whose item leaves totals over centers are not added although their table is. */
  readonly isOverCenters: boolean
  readonly reason: NullReason | null
  /** Measures for want of which values that stand are left out (S17). */
  readonly lacking: readonly string[]
}

/** Writes down what a figure rests on while it is made. */
export type FigureTrace = SupportTrace & {
  serve(definition: DefinitionPlan, supports: readonly Support[]): void
  /** What was written down; `served` is null for a figure without a value of its own. */
  read(): { readonly places: readonly BasisPlace[]; readonly served: { definition: DefinitionPlan; supports: readonly Support[] } | null }
}

const tableAt = ({ series }: SupportTerm, slot: number): string | null => series?.tables[(series.chosen[slot] ?? 0) - 1] ?? null

const placeOf = ({ center, isOverCenters }: SupportQuestion, term: SupportTerm, slot: number) => ({
  measure: term.measure,
  center,
  periodType: term.timeline.type,
  periodStart: startOfSlot(term.timeline, slot),
  table: tableAt(term, slot),
  items: null,
  isOverCenters,
  reason: null,
  lacking: [],
})

/** Rows of other tables that leave a sum over centers, table by table. */
function subtractedPlaces(question: SupportQuestion, term: SupportTerm, slot: number): readonly BasisPlace[] {
  const place = placeOf(question, term, slot)
  const others = (term.series?.excludedFrom.get(slot) ?? []).filter(({ table }) => table !== place.table)
  return [...new Set(others.map(({ table }) => table))].map(table => ({
    ...place,
    table,
    items: others.filter(one => one.table === table).map(({ items }) => items),
    use: 'subtracted',
  }))
}

export const createFigureTrace = (): FigureTrace => {
  const places: BasisPlace[] = []
  let served: ReturnType<FigureTrace['read']>['served'] = null
  return {
    take(question, term, slot) {
      places.push({ ...placeOf(question, term, slot), use: 'added' })
      if (question.isOverCenters) places.push(...subtractedPlaces(question, term, slot))
    },
    leave(question, { term, slot }, why) {
      places.push({ ...placeOf(question, term, slot), ...why, use: 'leftOut' })
    },
    serve(definition, supports) {
      served = { definition, supports }
    },
    read: () => ({ places, served }),
  }
}
