import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEdition } from '../../db/edition/read-edition.js'
import { projectRoot } from '../../db/project-root.js'
import type { Issue } from '../../schema/domain/issue.js'

const SOURCE = join(projectRoot, 'db', 'edition', '2026.1')
let folder: string
let count = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub120-edition-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Change = { readonly file: string; readonly from: string; readonly to: string }

/** Issues of the council's pack with these changes, each made once; and the lines of the changes. */
async function refusalOf(...changes: readonly Change[]): Promise<{ issues: readonly Issue[]; lines: readonly number[] }> {
  const copy = join(folder, String(count++))
  await cp(SOURCE, copy, { recursive: true })
  const lines: number[] = []
  for (const { file, from, to } of changes) {
    const text = await readFile(join(copy, file), 'utf8')
    const [before, ...after] = text.split(from)
    if (before === undefined || after.length === 0) throw new Error(`${file} does not hold "${from}".`)
    lines.push(before.split('\n').length)
    await writeFile(join(copy, file), before + to + after.join(from))
  }
  const read = await readEdition(copy)
  return { issues: read.ok ? [] : read.issues, lines }
}

const brief = ({ code, path, sourceRow, expected, got }: Issue) => ({ code, path: path.join('.'), sourceRow, expected, got })

describe('an edition with a mistake is refused whole, with file, path, line and what would be accepted', () => {
  it('an unknown symbol in a formula', async () => {
    const { issues, lines } = await refusalOf({
      file: 'indicators.yaml',
      from: 'formula: 100 * calls_answered / calls_offered',
      to: 'formula: 100 * calls_answerd / calls_offered',
    })
    expect(issues.map(brief)).toEqual([
      {
        code: 'EDITION_UNKNOWN_SYMBOL',
        path: 'indicators.yaml.indicators.0.versions.0.formula',
        sourceRow: lines[0],
        expected: 'calls_answered, calls_offered, calls_abandoned, or another of the 60 codes defined',
        got: 'calls_answerd',
      },
    ])
    expect(issues[0]?.messageKo).toContain('측정값 "calls_answerd"')
  })

  it.each([
    [
      'a check',
      'measures.yaml',
      'check: calls_offered <= calls_attempted',
      'check: calls_offerd <= calls_attempted',
      'measures.yaml.measures.0.constraints.0.check',
    ],
    ['a when', 'measures.yaml', 'when: calls_answered = 0', 'when: calls_answerd = 0', 'measures.yaml.measures.11.constraints.0.when'],
    ['doubts', 'measures.yaml', 'doubts: talk_seconds', 'doubts: talk_second', 'measures.yaml.measures.13.constraints.1.doubts'],
    [
      'min_n.of',
      'measures.yaml',
      'min_n: {value: 30, of: csat_responses}',
      'min_n: {value: 30, of: csat_response}',
      'measures.yaml.measures.38.min_n.of',
    ],
    [
      'a measure set',
      'members.yaml',
      'measures: [calls_attempted, ',
      'measures: [calls_attempt, ',
      'members.yaml.measure_sets.0.measures.0',
    ],
    [
      'declared parameters',
      'measures.yaml',
      '[calls_abandoned_short.threshold_seconds]',
      '[calls_short.threshold_seconds]',
      'measures.yaml.conventions.declared_parameters.short_abandon_threshold_seconds.0',
    ],
    ['a term', 'terms.yaml', 'ref: measure:calls_attempted', 'ref: measure:calls_attempt', 'terms.yaml.terms.0.ref'],
  ])('an unknown measure in %s', async (_what, file, from, to, path) => {
    const { issues, lines } = await refusalOf({ file, from, to })
    expect(issues.map(({ code, path: found, sourceRow }) => ({ code, path: found.join('.'), sourceRow }))).toEqual([
      { code: 'EDITION_UNKNOWN_SYMBOL', path, sourceRow: lines[0] },
    ])
    expect(issues[0]?.expected).toMatch(/[a-z_]+/)
  })

  it('a duplicate code', async () => {
    const { issues, lines } = await refusalOf({ file: 'codelists.yaml', from: '{code: sms, ko: 문자', to: '{code: voice, ko: 문자' })
    expect(issues.map(brief)).toContainEqual({
      code: 'EDITION_DUPLICATE_CODE',
      path: 'codelists.yaml.codelists.0.items.1.code',
      sourceRow: lines[0],
      expected: 'another item code, not used yet',
      got: 'voice',
    })
  })

  it.each([
    ['overlap', '2026-07-15', '2026-07-16'],
    ['leave days out', '2026-06-01', '2026-06-02'],
  ])('S23: versions that %s', async (_what, end, next) => {
    const { issues } = await refusalOf({ file: 'indicators.yaml', from: "effective_to: '2026-06-30'", to: `effective_to: '${end}'` })
    expect(issues.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'EDITION_VERSIONS_OVERLAP indicators.yaml.indicators.1.versions.1.effective_from',
    ])
    expect(issues[0]?.expected).toBe(`${next}, the day after v1 ends`)
  })

  it('S20: a scope that no measure of the formula has', async () => {
    const { issues, lines } = await refusalOf({
      file: 'indicators.yaml',
      from: 'scope: {service_line: safety_outreach}',
      to: 'scope: {instrument: emolabor_survey}',
    })
    expect(issues.map(brief)).toEqual([
      {
        code: 'EDITION_SCOPE_UNUSED',
        path: 'indicators.yaml.indicators.42.scope.instrument',
        sourceRow: lines[0],
        expected: expect.stringContaining('service_line'),
        got: 'instrument',
      },
    ])
  })

  it('S19: a unit check that fails', async () => {
    const { issues, lines } = await refusalOf({
      file: 'indicators.yaml',
      from: 'formula: (wait_seconds_answered + wait_seconds_abandoned) /',
      to: 'formula: (wait_seconds_answered + calls_abandoned) /',
    })
    expect(issues.map(({ code, path, sourceRow }) => ({ code, path: path.join('.'), sourceRow }))).toEqual([
      { code: 'EDITION_UNITS_DIFFER', path: 'indicators.yaml.indicators.7.versions.0.formula', sourceRow: lines[0] },
    ])
    expect(issues[0]?.expected).not.toBeNull()
  })

  it('a formula that does not read', async () => {
    const { issues, lines } = await refusalOf({
      file: 'indicators.yaml',
      from: 'formula: wait_seconds_answered / calls_answered',
      to: 'formula: wait_seconds_answered // calls_answered',
    })
    expect(issues.map(({ code, path, sourceRow }) => ({ code, path: path.join('.'), sourceRow }))).toEqual([
      { code: 'FORMULA_SYNTAX', path: 'indicators.yaml.indicators.6.versions.0.formula', sourceRow: lines[0] },
    ])
  })

  it('a key nobody knows, with the keys that are known', async () => {
    const { issues, lines } = await refusalOf({ file: 'measures.yaml', from: '    frequency: daily\n', to: '    frequncy: daily\n' })
    expect(issues.map(brief)).toEqual([
      {
        code: 'EDITION_SHAPE',
        path: 'measures.yaml.measures.0.frequency',
        sourceRow: expect.any(Number),
        expected: 'daily, monthly, quarterly, annual',
        got: 'nothing',
      },
      {
        code: 'EDITION_SHAPE',
        path: 'measures.yaml.measures.0.frequncy',
        sourceRow: lines[0] ?? 0,
        expected: expect.stringContaining('one of the keys code, group,'),
        got: 'frequncy',
      },
    ])
  })

  it('a key that is written twice', async () => {
    const { issues, lines } = await refusalOf({
      file: 'measures.yaml',
      from: '    unit: calls\n',
      to: '    unit: calls\n    unit: cases\n',
    })
    expect(issues.map(brief)).toEqual([
      { code: 'EDITION_SHAPE', path: 'measures.yaml', sourceRow: (lines[0] ?? 0) + 1, expected: 'each key once', got: null },
    ])
  })

  it('a file that is not there', async () => {
    const copy = join(folder, 'incomplete')
    await cp(SOURCE, copy, { recursive: true })
    await rm(join(copy, 'terms.yaml'))
    const read = await readEdition(copy)
    expect(read.ok ? [] : read.issues.map(({ path }) => path)).toEqual([['terms.yaml']])
  })

  it.each([
    [
      'a day that does not exist',
      'members.yaml',
      "valid_to: '2025-12-31'",
      "valid_to: '2025-02-30'",
      'EDITION_SHAPE',
      'members.yaml.calendars.6.valid_to',
    ],
    [
      'an end before its beginning',
      'members.yaml',
      "valid_to: '2025-12-31'",
      "valid_to: '2023-12-31'",
      'EDITION_DATES',
      'members.yaml.calendars.6.valid_to',
    ],
    [
      'calendars that overlap',
      'members.yaml',
      "valid_to: '2025-12-31'",
      "valid_to: '2026-01-01'",
      'EDITION_DATES',
      'members.yaml.calendars.7.valid_from',
    ],
    [
      'memberships that overlap',
      'members.yaml',
      'members:\n  - {center: seoul,',
      "members:\n  - {center: busan, member_from: '2025-01-01'}\n  - {center: seoul,",
      'EDITION_DATES',
      'members.yaml.members.2.member_from',
    ],
    [
      'a calendar of an unknown center',
      'members.yaml',
      'calendars:\n  - {center: seoul',
      'calendars:\n  - {center: soul',
      'EDITION_UNKNOWN_REFERENCE',
      'members.yaml.calendars.0.center',
    ],
    [
      'hours that close before they open',
      'members.yaml',
      "'08:30-18:30'",
      "'18:30-08:30'",
      'EDITION_DATES',
      'members.yaml.calendars.1.weekdays',
    ],
    [
      'S33: an unknown successor',
      'codelists.yaml',
      "valid_to: '2023-06-10', successor: '51'",
      "valid_to: '2023-06-10', successor: '53'",
      'EDITION_UNKNOWN_REFERENCE',
      'codelists.yaml.codelists.5.items.10.successor',
    ],
    [
      'S33: a successor that begins late',
      'codelists.yaml',
      "valid_from: '2023-06-11'",
      "valid_from: '2023-06-12'",
      'EDITION_DATES',
      'codelists.yaml.codelists.5.items.10.successor',
    ],
    ['an unknown unit', 'measures.yaml', 'unit: people', 'unit: peoples', 'EDITION_UNKNOWN_REFERENCE', 'measures.yaml.measures.42.unit'],
    [
      'an unknown dimension',
      'measures.yaml',
      'dimensions: [hour, service_line, language, district]',
      'dimensions: [hours]',
      'EDITION_UNKNOWN_REFERENCE',
      'measures.yaml.measures.0.dimensions.0',
    ],
    [
      'an item a scope does not have',
      'indicators.yaml',
      'scope: {service_line: care120}',
      'scope: {service_line: care12}',
      'EDITION_UNKNOWN_REFERENCE',
      'indicators.yaml.indicators.40.scope.service_line',
    ],
    [
      'S4: a status with a number and a missing reason',
      'codelists.yaml',
      'has_value: false, missing_reason: MISSING',
      'has_value: true, missing_reason: MISSING',
      'EDITION_SHAPE',
      'codelists.yaml.codelists.15.items.9',
    ],
    [
      'a unit word with two meanings',
      'codelists.yaml',
      'labels: [천원]',
      'labels: [만원]',
      'EDITION_AMBIGUOUS_LABEL',
      'codelists.yaml.submitted_unit_labels.items.17.labels.0',
    ],
    [
      'S5: a scale to a unit of another dimension',
      'codelists.yaml',
      'scale_to: {seconds: 60}',
      'scale_to: {points: 60}',
      'EDITION_UNITS_DIFFER',
      'codelists.yaml.codelists.16.items.10.scale_to.points',
    ],
    [
      'S5: a unit word of another dimension than its unit',
      'codelists.yaml',
      'labels: [천원], dimension: money',
      'labels: [천원], dimension: time',
      'EDITION_UNITS_DIFFER',
      'codelists.yaml.submitted_unit_labels.items.16.unit',
    ],
    [
      'S18: a formula without a normal form',
      'indicators.yaml',
      'formula: wait_seconds_answered / calls_answered',
      'formula: wait_seconds_answered / calls_answered + wait_seconds_answered / calls_offered',
      'FORMULA_NOT_NORMAL',
      'indicators.yaml.indicators.6.versions.0.formula',
    ],
    [
      'a synonym of two measures',
      'terms.yaml',
      'synonyms: [단기포기, ',
      'synonyms: [포기콜, ',
      'EDITION_AMBIGUOUS_LABEL',
      'terms.yaml.terms.5.synonyms.0',
    ],
    [
      'a word that two items of a codelist share',
      'terms.yaml',
      'synonyms: [상담톡, ',
      'synonyms: [콜, ',
      'EDITION_AMBIGUOUS_LABEL',
      'terms.yaml.terms.107.synonyms.0',
    ],
    [
      'a column label of two dimensions',
      'codelists.yaml',
      'column_labels: [주제, ',
      'column_labels: [매체, ',
      'EDITION_AMBIGUOUS_LABEL',
      'codelists.yaml.codelists.1.column_labels.0',
    ],
    [
      'a variant the indicator does not have',
      'terms.yaml',
      'variant: not_transferred',
      'variant: transferred',
      'EDITION_UNKNOWN_SYMBOL',
      'terms.yaml.variant_labels.0.variant',
    ],
    ['files of two editions', 'terms.yaml', "edition: '2026.1'", "edition: '2026.2'", 'EDITION_UNKNOWN_REFERENCE', 'terms.yaml.edition'],
  ])('%s', async (_what, file, from, to, code, path) => {
    const { issues } = await refusalOf({ file, from, to })
    expect(issues.map(found => `${found.code} ${found.path.join('.')}`)).toEqual([`${code} ${path}`])
    expect(issues[0]).toMatchObject({ sourceRow: expect.any(Number), expected: expect.stringMatching(/./) })
  })

  it('several mistakes at once are told at once', async () => {
    const { issues, lines } = await refusalOf(
      { file: 'indicators.yaml', from: '100 * calls_flowed_out / calls_offered', to: '100 * calls_flown_out / calls_offered' },
      { file: 'indicators.yaml', from: 'scope: {service_line: safety_outreach}', to: 'scope: {wait_band: w000_010}' },
      { file: 'members.yaml', from: "valid_to: '2025-12-31'", to: "valid_to: '2026-03-31'" },
      { file: 'terms.yaml', from: 'ref: indicator:asa', to: 'ref: indicator:answer_speed' },
    )
    expect(issues.map(({ code, path, sourceRow }) => `${code} ${path[0]}:${sourceRow}`)).toEqual([
      `EDITION_UNKNOWN_SYMBOL indicators.yaml:${lines[0]}`,
      `EDITION_SCOPE_UNUSED indicators.yaml:${lines[1]}`,
      expect.stringMatching(/^EDITION_DATES members\.yaml:/),
      `EDITION_UNKNOWN_SYMBOL terms.yaml:${lines[3]}`,
    ])
  })
})
