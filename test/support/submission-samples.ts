import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { JudgeContext } from '../../schema/domain/submissions/judge-context.js'
import type { Cell, SubmittedBatch, SubmittedRow, SubmittedSeries } from '../../schema/domain/submissions/submission.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'

export const EMPTY_BATCH: SubmittedBatch = {
  edition: null,
  mode: 'PARTIAL',
  strategy: 'MERGE',
  scope: null,
  reason: null,
  center: null,
  parameters: [],
  rows: [],
  series: [],
}

const EMPTY_ROW: SubmittedRow = {
  center: null,
  measure: 'calls_offered',
  unit: 'calls',
  periodType: null,
  periodStart: '2026-11-19',
  dimensions: [],
  value: 1,
  status: null,
  sourceRow: null,
}

/** A row about calls_offered on 2026-11-19 with what differs. */
export const rowOf = (fields: Partial<SubmittedRow>): SubmittedRow => ({ ...EMPTY_ROW, ...fields })

/** A series about calls_offered on 2026-11-19 with what differs. */
export const seriesOf = (fields: Partial<SubmittedSeries>): SubmittedSeries => ({
  center: null,
  measure: 'calls_offered',
  unit: 'calls',
  periodType: null,
  periodStart: '2026-11-19',
  fixed: [],
  axes: [],
  items: [],
  values: [],
  status: [],
  sourceRows: [],
  ...fields,
})

/** Dimensions as pairs from a plain record. */
export const dimensionsOf = (items: Readonly<Record<string, Cell>>): SubmittedRow['dimensions'] =>
  Object.entries(items).map(([dimension, item]) => ({ dimension, item }))

const BUSAN = { code: 'busan', nameKo: '부산', nameEn: 'Busan' }
export const SEOUL = { code: 'seoul', nameKo: '서울', nameEn: 'Seoul' }

/** Judging on 2026-11-20 for a center of region 26 or 11. */
export const contextOf = (edition: Edition, center = BUSAN): JudgeContext => ({
  edition,
  editions: new Set([edition.code]),
  center,
  regionOf: () => (center.code === 'seoul' ? '11' : '26'),
  today: '2026-11-20',
  mappings: [],
  ranges: new Map(),
  specialSpans: [],
})

const sampleText = (name: string): string => readFileSync(new URL(`../../db/sample/${name}`, import.meta.url), 'utf8')

/** The Busan sample as a client reads it: line numbers kept, quoted thousands undone, 비고 left out. */
export function busanBatch(): SubmittedBatch {
  const lines: Record<string, string>[] = parse(sampleText('busan-2026-11-19.csv'), { columns: true, bom: true })
  const rows = lines.map((line, index) =>
    rowOf({
      center: line['센터'] ?? null,
      measure: line['항목'] ?? null,
      unit: line['단위'] ?? null,
      periodStart: line['기준일'] ?? null,
      dimensions: dimensionsOf(Object.fromEntries((line['구분'] ?? '') === '' ? [] : [(line['구분'] ?? '').split('=')])),
      value: (line['값'] ?? '').replaceAll(',', ''),
      sourceRow: index + 2,
    }),
  )
  return { ...EMPTY_BATCH, rows }
}

type SampleFile = {
  submission: { center: string; period: { type: string; start: string }; standard_edition: string; short_abandon_threshold_seconds: number }
  observations: { measure: string; value: number; unit: string; obs_status: string; dimensions?: Record<string, string> }[]
}

/** The Seoul sample in the row shape. */
export function seoulBatch(): SubmittedBatch {
  // the sample is this project's own file, in the shape above
  const { submission, observations } = JSON.parse(sampleText('seoul-2026-11-19.json')) as SampleFile
  const rows = observations.map(({ measure, value, unit, obs_status: status, dimensions = {} }, index) =>
    rowOf({
      measure,
      value,
      unit,
      status,
      periodType: submission.period.type,
      periodStart: submission.period.start,
      dimensions: dimensionsOf(dimensions),
      sourceRow: index + 1,
    }),
  )
  const parameters = [{ name: 'short_abandon_threshold_seconds', value: submission.short_abandon_threshold_seconds }]
  return { ...EMPTY_BATCH, edition: submission.standard_edition, center: submission.center, parameters, rows }
}
