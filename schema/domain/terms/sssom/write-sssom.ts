import type { Glossary } from '../concept.js'
import { findConcept } from '../find-concept.js'
import { conceptIri } from '../skos-triples.js'
import { CONCEPT_BASE, CONCEPT_PREFIX, EXTENSIONS, JUSTIFICATIONS, NO_TERM, printConversion, type SssomMapping } from './sssom-mapping.js'

type Row = Readonly<Record<string, string>>

/** Columns in the order of the canonical form; empty ones stay, so that files compare line by line. */
const COLUMNS = [
  'subject_label',
  'predicate_id',
  'predicate_modifier',
  'object_id',
  'object_label',
  'mapping_justification',
  'author_label',
  'reviewer_label',
  'subject_type',
  'subject_source',
  'object_source',
  'object_source_version',
  'mapping_tool',
  'mapping_tool_version',
  'mapping_date',
  'confidence',
  ...EXTENSIONS.map(([name]) => name),
] as const

/** A text between bars may hold a bar itself. */
const listed = (texts: readonly string[]): string => texts.map(text => text.replaceAll('|', '\\|')).join('|')

/** SSSOM takes one reason a row: the only one there is, or what a person, or several pieces of evidence together, come to. */
function justificationOf({ justification, authorType, reviewers }: SssomMapping): string {
  if (authorType === 'steward') return reviewers.length > 0 ? 'semapv:MappingReview' : 'semapv:ManualMappingCuration'
  const known = justification.filter(reason => JUSTIFICATIONS.some(name => name === reason))
  return known.length === 1 ? (known[0] ?? '') : known.length === 0 ? 'semapv:UnspecifiedMatching' : 'semapv:CompositeMatching'
}

/** The name of a concept without its base, as a CURIE has it. */
const curieOf = (target: string): string => `${CONCEPT_PREFIX}:${conceptIri(target).slice(CONCEPT_BASE.length)}`

const rowOf = (mapping: SssomMapping, glossary: Glossary): Row => {
  const concept = mapping.target === null ? undefined : findConcept(glossary, mapping.target)
  // Of a decision nothing moves when another edition comes: the set before and after differ by what was decided in between.
  const edition = mapping.glossaryVersion ?? glossary.edition
  const { conversion, effective } = mapping
  return {
    subject_label: mapping.label,
    subject_type: 'rdfs literal',
    subject_source: `urn:hub120:center:${mapping.center}:terms`,
    predicate_id: `skos:${mapping.predicate}Match`,
    predicate_modifier: mapping.negated ? 'Not' : '',
    object_id: mapping.target === null ? NO_TERM : curieOf(mapping.target),
    object_label: concept === undefined ? '' : `${concept.nameKo} · ${concept.nameEn}`,
    object_source: mapping.target === null ? '' : `urn:hub120:glossary:${edition}`,
    object_source_version: mapping.target === null ? '' : edition,
    mapping_justification: justificationOf(mapping),
    author_label: listed([mapping.author]),
    reviewer_label: listed(mapping.reviewers),
    mapping_date: mapping.decidedOn,
    mapping_tool: mapping.authorType === 'system' ? 'hub120' : '',
    mapping_tool_version: mapping.authorType === 'system' ? (mapping.ruleVersion ?? '') : '',
    confidence: mapping.confidence ?? '',
    hub120_center: mapping.center,
    hub120_source_field: mapping.field,
    hub120_unit: mapping.unit,
    hub120_conversion: printConversion(conversion),
    hub120_to_unit: conversion.kind === 'identity' ? '' : (conversion.toUnit ?? ''),
    hub120_effective_from: effective.from ?? '',
    hub120_effective_before: effective.to ?? '',
    hub120_status: mapping.status,
    hub120_mapping_version: mapping.id,
  }
}

/** A cell as programs read it that read tables between tabs; a word is never changed. */
const cell = (text: string): string => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const line = (cells: readonly string[]): string => `${cells.map(cell).join('\t')}\n`

/** JSON texts are YAML texts. */
const yaml = (text: string): string => JSON.stringify(text)

const header = ({ edition }: Glossary, at: string): string =>
  [
    `curie_map:`,
    `  ${CONCEPT_PREFIX}: ${yaml(CONCEPT_BASE)}`,
    `mapping_set_id: ${yaml(`urn:hub120:mappings:${edition}:${at}`)}`,
    `mapping_set_version: ${yaml(at)}`,
    `mapping_set_title: ${yaml('120 콜센터의 말과 표준 용어 · words of the 120 call centers')}`,
    `license: "https://w3id.org/sssom/license/unspecified"`,
    `extension_definitions:`,
    ...EXTENSIONS.flatMap(([name, type]) => [
      `- slot_name: ${name}`,
      `  property: "urn:hub120:vocabulary:${name}"`,
      `  type_hint: "http://www.w3.org/2001/XMLSchema#${type}"`,
    ]),
  ]
    .map(text => `#${text}\n`)
    .join('')

/**
 * Decisions about words as a mapping set of SSSOM 1.0, between tabs: literal mappings, as words have no ids of their own; unit, conversion, days and status
 * in columns of ours, declared in the header. `at` is the instant as of which they stand. Source: https://w3id.org/sssom/spec/1.0.
 */
export function* writeSssom(mappings: readonly SssomMapping[], glossary: Glossary, at: string): Generator<string, void, undefined> {
  yield header(glossary, at) + line(COLUMNS)
  for (const mapping of mappings) {
    const row = rowOf(mapping, glossary)
    yield line(COLUMNS.map(column => row[column] ?? ''))
  }
}
