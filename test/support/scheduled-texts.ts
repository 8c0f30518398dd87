import type postgres from 'postgres'

export type ToCopy = {
  readonly versionId: string
  /** Number of the first copy; ids end with the numbers. */
  readonly from: number
  readonly count: number
  readonly publishAt: string
}

/**
 * More of a scheduled text, each in an activation of its own: as many coordinators would have drafted, approved and scheduled them, without the minutes that takes.
 * What is approved is bound to its content, so the content is the same but for the activation.
 */
export async function copyScheduled(owner: postgres.Sql, { versionId, from, count, publishAt }: ToCopy): Promise<void> {
  const [found] = await owner<{ old: string }[]>`select activation_id as old from playbook_versions where id = ${versionId}`
  const old = found?.old ?? ''
  const numbered = (id: string, n: number) => `${id.slice(0, -5)}${`${n}`.padStart(5, '0')}`
  const copies = Array.from({ length: count }, (_, n) => ({ activation: numbered(old, from + n), version: numbered(versionId, from + n) }))
  const given = JSON.stringify(copies)
  await owner.begin(async tx => {
    await tx`
      insert into activations
      select (jsonb_populate_record(a, jsonb_build_object('id', c.activation))).*
      from activations a, jsonb_to_recordset(${given}::text::jsonb) as c (activation text) where a.id = ${old}`
    await tx`
      insert into playbook_versions
      select (jsonb_populate_record(v, jsonb_build_object('id', c.version, 'activation_id', c.activation, 'state', 'IN_REVIEW',
        'content', r.replaced, 'content_hash', encode(sha256(convert_to(r.replaced, 'UTF8')), 'hex'), 'publish_at', ${publishAt}::text))).*
      from playbook_versions v, jsonb_to_recordset(${given}::text::jsonb) as c (activation text, version text),
        lateral (select replace(v.content, ${old}, c.activation) as replaced) r
      where v.id = ${versionId}`
    await tx`
      insert into approvals (version_id, revision, content_hash, approver, agency, retyped_hazard, retyped_centers, approved_at, target_centers)
      select v.id, a.revision, v.content_hash, a.approver, a.agency, a.retyped_hazard, a.retyped_centers, a.approved_at, a.target_centers
      from approvals a, playbook_versions v, jsonb_to_recordset(${given}::text::jsonb) as c (version text)
      where a.version_id = ${versionId} and v.id = c.version`
    await tx`
      update playbook_versions v set state = 'SCHEDULED' from jsonb_to_recordset(${given}::text::jsonb) as c (version text) where v.id = c.version`
  })
}
