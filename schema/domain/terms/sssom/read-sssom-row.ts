import { issue, type Issue } from '../../issue.js'
import { accept, refuse, type Outcome } from '../../outcome.js'
import { parseDate } from '../../period.js'
import { findConcept } from '../find-concept.js'
import type { Concept } from '../concept.js'
import { MAPPING_PREDICATES, TEXT_FORMATS, type Conversion, type Effective, type MappingPredicate, type SourceWord } from '../mapping.js'
import { normalizeLabel } from '../normalize-label.js'
import { CONCEPT_BASE, JUSTIFICATIONS, NO_TERM } from './sssom-mapping.js'

/** A row of a mapping set as it came: its line in the file, and its cells by column; what the header says for all rows is in them. */
export type SssomRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> }

/** What a row says, checked: something that a steward may look at. */
export type ImportedMapping = {
  readonly line: number
  readonly center: string
  readonly word: SourceWord
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly negated: boolean
  readonly conversion: Conversion
  readonly effective: Effective
  readonly justification: string
  readonly confidence: string | null
}

/** What a row is read against. */
export type SssomContext = {
  readonly concepts: ReadonlyMap<string, Concept>
  readonly centers: { has(code: string): boolean }
  /** Prefixes of the file, as its header declares them. */
  readonly prefixes: ReadonlyMap<string, string>
}

const LONGEST = { label: 200, unit: 40 } as const
const SHARE = /^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/
const LINEAR = /^raw\*(-?\d{1,15}(?:\.\d{1,15})?)\/(\d{1,15}(?:\.\d{1,15})?)\+(-?\d{1,15}(?:\.\d{1,15})?)$/
const DIGITS_OF_ZERO = /^-?[0.]+$/

/** The shortest text of a decimal: 060.0 is 60. */
const shortest = (decimal: string): string =>
  DIGITS_OF_ZERO.test(decimal)
    ? '0'
    : decimal
        .replace(/^(-?)0+(?=\d)/, '$1')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')

/** The faults of one row, gathered while it is read. */
class RowReader {
  readonly issues: Issue[] = []
  readonly row: SssomRow

  constructor(row: SssomRow) {
    this.row = row
  }

  cell(column: string): string {
    return this.row.cells[column]?.trim() ?? ''
  }

  /** Notes a cell that cannot be taken; words of centers are never repeated. */
  refuse(column: string, expected: string, code: Issue['code'] = 'SSSOM_CELL'): null {
    const { line } = this.row
    this.issues.push(
      issue({
        code,
        path: [column],
        messageKo: `${line}행 ${column}: 받을 수 없는 값입니다. 받을 수 있는 것: ${expected}`,
        messageEn: `Line ${line}, ${column}: this cannot be taken; accepted: ${expected}`,
        expected,
        sourceRow: line,
      }),
    )
    return null
  }
}

function readCenter(reader: RowReader, { centers }: SssomContext): string {
  const named = reader.cell('hub120_center') || (/^urn:hub120:center:([^:]+):terms$/.exec(reader.cell('subject_source'))?.[1] ?? '')
  if (!centers.has(named))
    reader.refuse('hub120_center', 'code of a center, or its urn:hub120:center:CODE:terms as subject_source', 'CENTER_UNKNOWN')
  return named
}

/** The concept of an object: a CURIE by the prefixes of the file, or the whole name. */
function readTarget(reader: RowReader, { concepts, prefixes }: SssomContext): string | null {
  const object = reader.cell('object_id')
  if (object === NO_TERM) return null
  const at = object.indexOf(':')
  const name = `${prefixes.get(object.slice(0, at)) ?? `${object.slice(0, at)}:`}${object.slice(at + 1)}`
  const ref = name.startsWith(CONCEPT_BASE) ? decoded(name.slice(CONCEPT_BASE.length)) : null
  const concept = ref === null ? undefined : findConcept({ concepts }, ref)
  // A codelist is a family and no meaning of a word.
  if (concept === undefined || concept.ref === concept.kind)
    return reader.refuse('object_id', `a concept of the glossary (${CONCEPT_BASE}measure:calls_offered), or ${NO_TERM}`, 'TERM_UNKNOWN')
  return concept.ref
}

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null // a broken escape names nothing
  }
}

function readPredicate(reader: RowReader): MappingPredicate {
  const given = reader.cell('predicate_id')
  const found = MAPPING_PREDICATES.find(predicate => given === `skos:${predicate}Match`)
  if (found === undefined) reader.refuse('predicate_id', MAPPING_PREDICATES.map(predicate => `skos:${predicate}Match`).join(', '))
  return found ?? 'related'
}

/** Words about rows stand in the column of measures; words of items in the column of their codelist. */
function readField(reader: RowReader, target: string | null, { concepts }: SssomContext): Pick<SourceWord, 'kind' | 'field'> {
  const given = reader.cell('hub120_source_field')
  const list = /^codelist:([^.]+)\./.exec(target ?? '')?.[1]
  const meant = list ?? 'measure'
  // Without a target the column alone says what kind of word it is.
  const field = given === '' || target !== null ? meant : given
  if (given !== '' && given !== field) reader.refuse('hub120_source_field', meant)
  else if (field !== 'measure' && !concepts.has(`codelist:${field}`))
    reader.refuse('hub120_source_field', 'measure, or the code of a codelist')
  return { kind: field === 'measure' ? 'subject' : 'codelist', field }
}

function readWord(reader: RowReader, target: string | null, context: SssomContext): SourceWord {
  // As it came: blanks around a word are part of its spelling.
  const label = reader.row.cells['subject_label'] ?? ''
  const unit = reader.row.cells['hub120_unit'] ?? ''
  // Signs that show nothing are no word.
  if (normalizeLabel(label) === '' || label.length > LONGEST.label || label.includes('\u0000'))
    reader.refuse('subject_label', `a word of 1 to ${LONGEST.label} characters`)
  if (unit.length > LONGEST.unit || unit.includes('\u0000'))
    reader.refuse('hub120_unit', `a unit of up to ${LONGEST.unit} characters, or nothing`)
  const type = reader.cell('subject_type')
  if (type !== '' && type !== 'rdfs literal') reader.refuse('subject_type', 'rdfs literal: words have no ids of their own')
  return { ...readField(reader, target, context), label, unit }
}

function readConversion(reader: RowReader, { kind }: SourceWord, target: string | null): Conversion {
  const given = reader.cell('hub120_conversion')
  if (given === '') return { kind: 'identity' }
  const expected = `nothing, raw*60/1+0 for a measure or indicator, or ${TEXT_FORMATS.join(', ')}`
  const toUnit = reader.cell('hub120_to_unit') || null
  if (toUnit !== null && (toUnit.length > LONGEST.unit || toUnit.includes('\u0000')))
    reader.refuse('hub120_to_unit', `a unit of up to ${LONGEST.unit} characters, or nothing`)
  const format = TEXT_FORMATS.find(known => known === given)
  const [, numerator = '', denominator = '', offset = ''] = LINEAR.exec(given) ?? []
  const isLinear = numerator !== '' && !DIGITS_OF_ZERO.test(numerator) && !DIGITS_OF_ZERO.test(denominator)
  // A rate may be the rest of another one (100 - x); a count or a sum turns no sign.
  if (isLinear && numerator.startsWith('-') && !(target ?? '').startsWith('indicator:'))
    reader.refuse('hub120_conversion', 'a factor above 0, where a measure is meant')
  const ratio = { numerator: shortest(numerator), denominator: shortest(denominator), offset: shortest(offset) }
  if (kind === 'codelist' || (format === undefined && !isLinear)) reader.refuse('hub120_conversion', expected)
  return format === undefined
    ? { kind: 'linear', ...ratio, fromUnit: reader.cell('hub120_unit') || null, toUnit }
    : { kind: 'clock', format, toUnit }
}

function readEffective(reader: RowReader): Effective {
  const [from, to] = ['hub120_effective_from', 'hub120_effective_before'].map(column => {
    const given = reader.cell(column)
    const day = given === '' ? null : parseDate(given)
    return given !== '' && day === null ? reader.refuse(column, 'a day (2026-07-01), or nothing') : day
  })
  if (from != null && to != null && to <= from) reader.refuse('hub120_effective_before', 'a day after hub120_effective_from, or nothing')
  return { from: from ?? null, to: to ?? null }
}

function readJustification(reader: RowReader): string {
  const given = reader.cell('mapping_justification')
  if (!JUSTIFICATIONS.some(name => name === given)) reader.refuse('mapping_justification', JUSTIFICATIONS.join(', '))
  return given
}

function readConfidence(reader: RowReader): string | null {
  const given = reader.cell('confidence')
  if (given !== '' && !SHARE.test(given)) return reader.refuse('confidence', 'a share from 0 to 1 with up to six decimals, or nothing')
  return given === '' ? null : given
}

/** A row of a mapping set, or everything that stands against it, each with its line and column. Status and version of the file say nothing here. */
export function readSssomRow(row: SssomRow, context: SssomContext): Outcome<ImportedMapping> {
  const reader = new RowReader(row)
  const center = readCenter(reader, context)
  const target = readTarget(reader, context)
  const word = readWord(reader, target, context)
  const modifier = reader.cell('predicate_modifier')
  const negated = modifier === 'Not'
  if (modifier !== '' && !negated) reader.refuse('predicate_modifier', 'Not, or nothing')
  if (negated && reader.cell('object_id') === NO_TERM) reader.refuse('predicate_modifier', `nothing, where the object is ${NO_TERM}`)
  const read = {
    line: row.line,
    center,
    word,
    target,
    predicate: readPredicate(reader),
    negated,
    conversion: readConversion(reader, word, target),
    effective: readEffective(reader),
    justification: readJustification(reader),
    confidence: readConfidence(reader),
  }
  return reader.issues.length > 0 ? refuse(...reader.issues) : accept(read)
}
