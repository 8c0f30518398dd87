import type { Effective } from '../../schema/domain/terms/mapping.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** A word that is known, in compared form. */
export type KnownWord = {
  readonly id: string
  readonly kind: string
  readonly field: string
  readonly normLabel: string
  readonly normUnit: string
}

/** Which of the words a center is known to say, by compared label; others of that label come with them. */
export async function listKnownWords(tx: Tx, centerId: number, normLabels: readonly string[]): Promise<readonly KnownWord[]> {
  return tx.sql<KnownWord[]>`
    select t.id, t.kind, t.source_field as field, t.norm_label as "normLabel", t.norm_unit as "normUnit"
    from source_terms t
    where t.center_id = ${centerId} and t.norm_label = any(${[...normLabels]}::text[])`
}

/** What stands about words, or is proposed for them, as far as it tells one meaning from another. */
export type StandingContent = {
  readonly sourceTerm: string
  readonly target: string | null
  readonly predicate: string
  readonly negated: boolean
  readonly conversion: string
  readonly effective: Effective
}

/** Meanings of the words that stand in whatever state; a linear conversion as `raw*60/1+0`, a clock by its format, the others ''. */
export async function listStandingContents(tx: Tx, centerId: number, sourceTerms: readonly string[]): Promise<readonly StandingContent[]> {
  return tx.sql<StandingContent[]>`
    select v.source_term_id as "sourceTerm", m.target, m.predicate, m.negated,
      case m.conversion_kind
        when 'linear' then format('raw*%s/%s+%s', trim_scale(m.numerator), trim_scale(m.denominator), trim_scale(m.conversion_offset))
        when 'clock' then m.text_format
        else '' end as conversion,
      json_build_object('from', lower(v.effective), 'to', upper(v.effective)) as effective
    from term_mapping_versions v
    join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
    where v.center_id = ${centerId} and v.source_term_id = any(${plainColumn(sourceTerms)}::uuid[]) and v.superseded_at is null
      and v.status in ('proposed', 'provisional', 'active', 'suspended')`
}
