import type {
  Conversion,
  Effective,
  MappingPredicate,
  MappingStatus,
  StandingMapping,
  WordKind,
} from '../../schema/domain/terms/mapping.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** A version of a meaning of a word, with the meaning. */
export type MappingVersion = {
  readonly no: number
  readonly id: string
  readonly center_id: number
  readonly mapping_id: string
  readonly source_term_id: string
  readonly version: number
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly negated: boolean
  readonly conversion: Conversion
  readonly status: MappingStatus
  /** First day, and the day after the last; null is without limit. */
  readonly effective: Effective
  readonly justification: readonly string[]
  readonly confidence: string | null
  readonly evidence: unknown
  readonly evidence_hash: string
  readonly rule_version: string | null
  readonly lexicon_version: string | null
  readonly glossary_version: string | null
  /** Weights under which its candidates were ranked: learned ones, or `fixed`; null where none were. */
  readonly weights_version: string | null
  readonly tier: string | null
  readonly author_type: 'system' | 'steward'
  readonly author: string
  readonly reviewers: readonly string[]
  readonly supersedes: number | null
  readonly reason: string | null
  readonly recorded_at: string
  readonly superseded_at: string | null
}

/** A version to be appended; `mappingId` null finds the mapping of that content, or makes it. */
export type VersionToAppend = Pick<
  MappingVersion,
  | 'target'
  | 'predicate'
  | 'negated'
  | 'conversion'
  | 'status'
  | 'effective'
  | 'justification'
  | 'confidence'
  | 'evidence'
  | 'evidence_hash'
  | 'rule_version'
  | 'lexicon_version'
  | 'glossary_version'
  | 'weights_version'
  | 'tier'
  | 'author_type'
  | 'author'
  | 'reviewers'
  | 'supersedes'
  | 'reason'
>

const conversionColumn = `case m.conversion_kind
    when 'linear' then jsonb_build_object('kind', 'linear', 'numerator', trim_scale(m.numerator)::text, 'denominator', trim_scale(m.denominator)::text,
      'offset', trim_scale(m.conversion_offset)::text, 'fromUnit', m.from_unit, 'toUnit', m.to_unit)
    when 'clock' then jsonb_build_object('kind', 'clock', 'format', m.text_format, 'toUnit', m.to_unit)
    else jsonb_build_object('kind', 'identity') end as conversion`

const effectiveColumn = `json_build_object('from', lower(v.effective), 'to', upper(v.effective)) as effective`

/** Columns of a `MappingVersion` from `versionSource`. */
export const versionColumns = `v.no, v.id, v.center_id, v.mapping_id, v.source_term_id, v.version, m.target, m.predicate, m.negated, ${conversionColumn}, v.status,
  ${effectiveColumn}, v.justification, v.confidence::text as confidence, v.evidence, v.evidence_hash, v.rule_version, v.lexicon_version, v.glossary_version,
  v.weights_version, v.tier,
  v.author_type, v.author, v.reviewers, v.supersedes, v.reason, v.recorded_at, v.superseded_at`

/** Versions (v) with their mappings (m). */
export const versionSource = `term_mapping_versions v join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id`

type StandingRow = {
  readonly no: number
  readonly kind: WordKind
  readonly source_field: string
  readonly norm_label: string
  readonly norm_unit: string
  readonly status: 'active' | 'suspended'
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly negated: boolean
  readonly conversion: Conversion
  readonly effective: Effective
  readonly is_reviewed: boolean
}

/** The decisions that stand about the words of a center, and the mark of the last decision: as long as that is the same, so are they. */
export type StandingMappings = { readonly mark: number; readonly mappings: readonly StandingMapping[] }

/** What a center's rows are judged by now, words in compared form. One statement, so that mark and mappings belong together. */
export async function readStandingMappings(tx: Tx, centerId: number): Promise<StandingMappings> {
  const rows = await tx.sql<({ readonly mark: number } & (StandingRow | { readonly no: null }))[]>`
    select k.mark, s.*
    from (select coalesce(max(no), 0) as mark from term_mapping_versions where center_id = ${centerId}) k
    left join (
      select v.no, t.kind, t.source_field, t.norm_label, t.norm_unit, v.status, m.target, m.predicate, m.negated, ${tx.sql.unsafe(conversionColumn)},
        ${tx.sql.unsafe(effectiveColumn)}, v.author_type = 'steward' or cardinality(v.reviewers) > 0 as is_reviewed
      from ${tx.sql.unsafe(versionSource)}
      join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
      where v.center_id = ${centerId} and v.superseded_at is null and v.status in ('active', 'suspended')
    ) s on true
    order by s.no`
  return { mark: rows[0]?.mark ?? 0, mappings: rows.flatMap(row => (row.no === null ? [] : [toStanding(row)])) }
}

const toStanding = (row: StandingRow): StandingMapping => ({
  no: row.no,
  word: { kind: row.kind, field: row.source_field, label: row.norm_label, unit: row.norm_unit },
  status: row.status,
  target: row.target,
  predicate: row.predicate,
  isNegated: row.negated,
  conversion: row.conversion,
  effective: row.effective,
  isReviewed: row.is_reviewed,
})

/** Number of the last decision about any word of the center, 0 before the first. Every decision appends a version, also one that ends another. */
export async function requireMappingMark(tx: Tx, centerId: number): Promise<number> {
  const [row] = await tx.sql<{ mark: number }[]>`
    select coalesce(max(no), 0) as mark from term_mapping_versions where center_id = ${centerId}`
  return row?.mark ?? 0
}

/** Versions of the meanings of a word, oldest first; only those that stand if `isStanding`. */
export async function listVersionsOfTerm(
  tx: Tx,
  centerId: number,
  wanted: { readonly sourceTerm: string; readonly isStanding: boolean },
): Promise<readonly MappingVersion[]> {
  return tx.sql<MappingVersion[]>`
    select ${tx.sql.unsafe(versionColumns)} from ${tx.sql.unsafe(versionSource)}
    where v.center_id = ${centerId} and v.source_term_id = ${wanted.sourceTerm}::uuid and (not ${wanted.isStanding} or v.superseded_at is null)
    order by v.no`
}

/** Versions by number; those of centers hidden by the policies are not there. */
export async function listVersionsByNo(tx: Tx, centerId: number, nos: readonly number[]): Promise<readonly MappingVersion[]> {
  return tx.sql<MappingVersion[]>`
    select ${tx.sql.unsafe(versionColumns)} from ${tx.sql.unsafe(versionSource)}
    where v.center_id = ${centerId} and v.no = any(${plainColumn(nos)}::bigint[])
    order by v.no`
}

/** Ends versions that stand, with the recording of this transaction. The caller holds the lock of the center. */
export async function endVersions(tx: Tx, centerId: number, nos: readonly number[]): Promise<void> {
  if (nos.length === 0) return
  const ended = await tx.sql`
    update term_mapping_versions set superseded_at = (select hub_record(${centerId}::smallint))
    where center_id = ${centerId} and no = any(${plainColumn(nos)}::bigint[]) and superseded_at is null`
  if (ended.count !== nos.length) throw new Error(`${nos.length} versions were to be ended and ${ended.count} stood.`)
}

const conversionParts = (conversion: Conversion) => {
  const none = { numerator: null, denominator: null, offset: null, fromUnit: null, toUnit: null, format: null }
  return conversion.kind === 'identity' ? none : { ...none, ...conversion }
}

/** Appends versions of meanings of a word and returns their numbers, in order. Versions that they take the place of are ended before. */
export async function appendVersions(
  tx: Tx,
  place: { readonly centerId: number; readonly sourceTerm: string },
  versions: readonly VersionToAppend[],
): Promise<readonly number[]> {
  const nos: number[] = []
  for (const version of versions) nos.push(await appendVersion(tx, place, version))
  return nos
}

async function requireMapping(
  tx: Tx,
  { centerId, sourceTerm }: { centerId: number; sourceTerm: string },
  version: VersionToAppend,
): Promise<string> {
  const { target, predicate, negated, conversion } = version
  const { numerator, denominator, offset, fromUnit, toUnit, format } = conversionParts(conversion)
  await tx.sql`
    insert into term_mappings (center_id, source_term_id, target, predicate, negated, conversion_kind, numerator, denominator, conversion_offset,
      from_unit, to_unit, text_format)
    values (${centerId}, ${sourceTerm}::uuid, ${target}, ${predicate}, ${negated}, ${conversion.kind}, ${numerator}::text::numeric,
      ${denominator}::text::numeric, ${offset}::text::numeric, ${fromUnit}, ${toUnit}, ${format})
    on conflict on constraint term_mappings_content_unique do nothing`
  const [row] = await tx.sql<{ id: string }[]>`
    select m.id from term_mappings m
    where m.center_id = ${centerId} and m.source_term_id = ${sourceTerm}::uuid and m.target is not distinct from ${target}::text
      and m.predicate = ${predicate} and m.negated = ${negated} and m.conversion_kind = ${conversion.kind}
      and (m.numerator, m.denominator, m.conversion_offset, m.from_unit, m.to_unit, m.text_format) is not distinct from
        (${numerator}::text::numeric, ${denominator}::text::numeric, ${offset}::text::numeric, ${fromUnit}::text, ${toUnit}::text, ${format}::text)`
  if (row === undefined) throw new Error('A mapping was stored and is not there.')
  return row.id
}

async function appendVersion(tx: Tx, place: { centerId: number; sourceTerm: string }, version: VersionToAppend): Promise<number> {
  const { centerId, sourceTerm } = place
  const mapping = await requireMapping(tx, place, version)
  const [row] = await tx.sql<{ no: number }[]>`
    insert into term_mapping_versions (center_id, mapping_id, source_term_id, negated, version, status, effective, justification, confidence, evidence,
      evidence_hash, rule_version, lexicon_version, glossary_version, weights_version, tier, author_type, author, reviewers, supersedes, reason, recorded_at)
    select ${centerId}, ${mapping}::uuid, ${sourceTerm}::uuid, ${version.negated},
      1 + coalesce((select max(o.version) from term_mapping_versions o where o.center_id = ${centerId} and o.mapping_id = ${mapping}::uuid), 0),
      ${version.status}, daterange(${version.effective.from}::date, ${version.effective.to}::date, '[)'),
      ${version.justification as string[]}::text[], ${version.confidence}::text::numeric, ${JSON.stringify(version.evidence)}::text::jsonb,
      ${version.evidence_hash}, ${version.rule_version}, ${version.lexicon_version}, ${version.glossary_version},
      ${version.weights_version}, ${version.tier},
      ${version.author_type}, ${version.author}, ${version.reviewers as string[]}::text[], ${version.supersedes}::bigint, ${version.reason},
      (select hub_record(${centerId}::smallint))
    returning no`
  if (row === undefined) throw new Error('A version of a mapping was not stored.')
  return row.no
}

/** Whether this meaning was refused for the word on the same evidence, and the refusal stands. */
export async function isRejected(
  tx: Tx,
  centerId: number,
  pair: { readonly sourceTerm: string; readonly target: string; readonly evidenceHash: string },
): Promise<boolean> {
  const rows = await tx.sql`
    select from term_rejections
    where center_id = ${centerId} and source_term_id = ${pair.sourceTerm}::uuid and target = ${pair.target} and evidence_hash = ${pair.evidenceHash}
      and lifted_at is null`
  return rows.length > 0
}

/** Remembers that a meaning was refused for a word. */
export async function appendRejection(
  tx: Tx,
  centerId: number,
  refused: {
    readonly sourceTerm: string
    readonly target: string
    readonly evidenceHash: string
    readonly actor: string
    readonly reason: string | null
  },
): Promise<void> {
  await tx.sql`
    insert into term_rejections (center_id, source_term_id, target, evidence_hash, rejected_by, reason)
    values (${centerId}, ${refused.sourceTerm}::uuid, ${refused.target}, ${refused.evidenceHash}, ${refused.actor}, ${refused.reason})
    on conflict do nothing`
}

/** Takes back every refusal of a meaning for a word. */
export async function liftRejections(
  tx: Tx,
  centerId: number,
  pair: { readonly sourceTerm: string; readonly target: string },
): Promise<void> {
  await tx.sql`
    update term_rejections set lifted_at = hub_now()
    where center_id = ${centerId} and source_term_id = ${pair.sourceTerm}::uuid and target = ${pair.target} and lifted_at is null`
}
