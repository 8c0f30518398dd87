import type { SssomMapping } from '../../schema/domain/terms/sssom/sssom-mapping.js'
import type { Tx } from '../transaction.js'

/** A decision that stands, as it goes out, with the word it is about. */
export type ExportedMapping = SssomMapping & {
  readonly term: string
  /** Whether it holds on the Korean day of the export. */
  readonly isInEffect: boolean
}

/**
 * What stands about the words of one center, or of all that the policies show, by center and word: meanings in force, for the time being or suspended, and
 * what words were said not to mean. Proposals are not among it.
 */
export async function listMappingsForExport(
  tx: Tx,
  { centerId, limit }: { readonly centerId: number | null; readonly limit: number },
): Promise<readonly ExportedMapping[]> {
  return tx.sql<ExportedMapping[]>`
    select c.code as center, v.id, t.id as term, t.kind, t.source_field as field, t.raw_label as label, t.raw_unit as unit, m.target, m.predicate, m.negated,
      case m.conversion_kind
        when 'linear' then jsonb_build_object('kind', 'linear', 'numerator', trim_scale(m.numerator)::text, 'denominator', trim_scale(m.denominator)::text,
          'offset', trim_scale(m.conversion_offset)::text, 'fromUnit', m.from_unit, 'toUnit', m.to_unit)
        when 'clock' then jsonb_build_object('kind', 'clock', 'format', m.text_format, 'toUnit', m.to_unit)
        else jsonb_build_object('kind', 'identity') end as conversion,
      json_build_object('from', lower(v.effective), 'to', upper(v.effective)) as effective,
      v.status, v.justification, trim_scale(v.confidence)::text as confidence, v.author_type as "authorType", v.author, v.reviewers,
      v.rule_version as "ruleVersion", v.glossary_version as "glossaryVersion", to_char(v.recorded_at at time zone 'Asia/Seoul', 'YYYY-MM-DD') as "decidedOn",
      v.effective @> hub_today() as "isInEffect"
    from term_mapping_versions v
    join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
    join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
    join centers c on c.id = v.center_id
    where v.superseded_at is null and v.status in ('active', 'provisional', 'suspended')
      and (${centerId}::smallint is null or v.center_id = ${centerId}::smallint)
    order by c.code, t.norm_label, t.id, v.effective, v.no
    limit ${limit}`
}

/** Now by the database's clock (S26), in Korea, to the second. */
export async function requireKoreanInstant(tx: Tx): Promise<string> {
  const [row] = await tx.sql<{ at: string }[]>`
    select to_char(hub_now() at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as at`
  if (row === undefined) throw new Error('hub_now() gave no row.')
  return row.at
}
