import { storeObservations } from '../../db/queries/observations.js'
import { refreshRollups } from '../../db/queries/rollups.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { TestDatabase } from './database.js'

export type TotalsOfDay = {
  readonly center: string
  readonly day: string
  /** By measure; null retracts what stands. */
  readonly values: Readonly<Record<string, number | string | null>>
  readonly status?: string
}

/** Puts daily totals where they stand, with their roll-ups, as the center and without a submission: for tests about what is read from them. */
export async function storeTotals({ db }: Pick<TestDatabase, 'db'>, standards: Standards, totals: readonly TotalsOfDay[]): Promise<void> {
  for (const center of new Set(totals.map(total => total.center))) {
    const centerId = standards.centerIds.get(center) ?? 0
    await db.transaction({ centerId, role: 'center' }, async tx => {
      const [cell] = await tx.sql<{ id: number }[]>`select id from dimension_cells where key = ''`
      const stored = await tx.sql<{ key: string }[]>`
        select measure_id || ' ' || period_start as key from observations where center_id = ${centerId} and cell_id = ${cell?.id ?? 0}`
      const known = new Set(stored.map(({ key }) => key))
      const rows = totals
        .filter(total => total.center === center)
        .flatMap(({ day, values, status = 'provisional' }) =>
          Object.entries(values).map(([measure, value]) => ({
            isKnown: known.has(`${standards.measureIds.get(measure) ?? 0} ${day}`),
            measureId: standards.measureIds.get(measure) ?? 0,
            periodType: 'day' as const,
            periodStart: day,
            cellId: cell?.id ?? 0,
            value: value === null ? null : String(value),
            statusId: standards.statusIds.get(status) ?? 0,
            submissionNo: 1,
            rowIndex: null,
            isRetracted: value === null,
            isProvisionalMapping: false,
            parameters: null,
            confirmedRules: null,
            rawValue: null,
            rawUnit: null,
            unitFactor: null,
            label: null,
            mappingVersions: [],
          })),
        )
      await storeObservations(tx, centerId, rows)
      await refreshRollups(tx, centerId, rows)
    })
  }
}
