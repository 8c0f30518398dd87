import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectRoot } from '../../db/project-root.js'
import { BASELINE, CONTACTS, CORE, COUNTS, INDICATORS, ITEMS, MEASURES, type MeasureDefinition } from './definitions.js'
import type { Registry } from './registry.js'

const HEADER = { edition: '2025.1', status: 'draft_for_council', effective_from: '2025-01-01' }
const BORROWED = ['jurisdiction', 'center', 'obs_status', 'unit']

/** Rules that hold rows: an error that touches both sides, a doubt that touches one. */
const CONSTRAINTS: Readonly<Record<string, readonly object[]>> = {
  answered: [{ id: 'answered.c1', check: 'answered <= offered', severity: 'error' }],
  wait_sum: [
    {
      id: 'wait_sum.p1',
      check: 'wait_sum <= 3600 * answered',
      when: '1 <= answered',
      level: 'total',
      doubts: 'wait_sum',
      severity: 'hold',
    },
  ],
}

const measureEntry = (measure: MeasureDefinition): object => ({
  code: measure.code,
  group: 'oracle',
  name_ko: `측정 ${measure.code}`,
  name_en: `Measure ${measure.code}`,
  definition_ko: measure.code,
  definition_en: measure.code,
  unit: measure.unit,
  kind: measure.overTime === 'mean' ? 'stock_level' : 'flow_count',
  additivity: { over_time: measure.overTime, over_centers: measure.overCenters, over_dimensions: measure.overDimensions },
  frequency: measure.every === 'month' ? 'monthly' : 'daily',
  dimensions: measure.dimensions,
  parameters: measure.code === 'quick' ? { threshold_seconds: 20 } : measure.code === BASELINE ? { weeks: 4 } : {},
  provided_by: measure.ofHub || measure.isFrozen ? 'hub' : 'center',
  access: measure.isRestricted ? 'restricted' : 'open',
  min_n: measure.leastN,
  min_cell: measure.leastCell === null ? null : { value: measure.leastCell },
  effective_from: '2024-01-01',
  minimum: 0,
  integer: measure.isInteger,
  constraints: CONSTRAINTS[measure.code] ?? [],
})

const indicatorEntries = (): readonly object[] =>
  INDICATORS.map(({ code, unit, scale, scope, versions, variants }) => ({
    code,
    group: 'oracle',
    name_ko: `지표 ${code}`,
    name_en: `Indicator ${code}`,
    unit,
    scale,
    direction: 'context',
    scope,
    versions: versions.map(({ version, from, to, formula }) => ({
      version,
      effective_from: from,
      effective_to: to,
      status: to === null ? 'standard' : 'superseded',
      formula: formula.text,
    })),
    variants: variants.map(({ variant, formula }) => ({ variant, formula: formula.text, why_ko: variant, why_en: variant })),
    note_ko: code,
    note_en: code,
  }))

/** Statuses, units and places as the council has them; two governments merge on 2026-03-01, inside the days of the data. */
async function codelists(): Promise<object> {
  const text = await readFile(join(projectRoot, 'db', 'edition', '2026.1', 'codelists.yaml'), 'utf8')
  const moved = text.replaceAll("'2026-06-30'", "'2026-02-28'").replaceAll("'2026-07-01'", "'2026-03-01'")
  const pack = parse(moved) as { codelists: { code: string }[]; submitted_unit_labels: object } // the council's own file, checked elsewhere
  const dimensions = Object.entries(ITEMS).map(([code, items]) => ({
    code,
    name_ko: `구분 ${code}`,
    name_en: `Dimension ${code}`,
    items: items.map(item => ({ code: item, ko: `${code} ${item}`, en: `${code} item ${item}`, counts_in: countsIn(item) })),
  }))
  return {
    ...HEADER,
    codelists: [...pack.codelists.filter(({ code }) => BORROWED.includes(code)), ...dimensions],
    submitted_unit_labels: pack.submitted_unit_labels,
  }
}

const countsIn = (item: string): object | null => {
  const counts = COUNTS[item]
  return counts === undefined
    ? null
    : { center_total: counts.inCenter, council_total: counts.inCouncil, ...(counts.measures === null ? {} : { measures: counts.measures }) }
}

const members = ({ memberships, calendars }: Registry): object => ({
  ...HEADER,
  time_zone: 'Asia/Seoul',
  members: memberships.map(({ center, from, to, isTrial }) => ({ center, member_from: from, member_to: to, trial: isTrial })),
  calendars: calendars.map(({ center, from, to, closed }) => {
    const hours = (kind: 'weekdays' | 'saturday' | 'sunday' | 'holidays') => (closed.includes(kind) ? 'closed' : '09:00-18:00')
    return {
      center,
      valid_from: from,
      valid_to: to,
      weekdays: hours('weekdays'),
      saturday: hours('saturday'),
      sunday: hours('sunday'),
      holidays: hours('holidays'),
    }
  }),
  measure_sets: [{ code: 'nightly', name_ko: '야간', name_en: 'Nightly', frequency: 'daily', measures: [CONTACTS, CORE], core: [CORE] }],
  agreements: [],
})

/** Writes the five files of an edition into a folder that is there; JSON is YAML too. */
export async function writeEdition(folder: string, registry: Registry): Promise<void> {
  const files = {
    codelists: await codelists(),
    measures: {
      ...HEADER,
      conventions: { declared_parameters: { quick_threshold_seconds: ['quick.threshold_seconds'] } },
      measures: MEASURES.map(measureEntry),
    },
    indicators: { ...HEADER, indicators: indicatorEntries() },
    members: members(registry),
    terms: { ...HEADER, terms: [] },
  }
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, `${name}.yaml`), JSON.stringify(content))))
}
