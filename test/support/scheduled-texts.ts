import type postgres from 'postgres'

/**
 * More of a scheduled text, each in an activation of its own: as many coordinators would have drafted, approved and scheduled them, without the minutes that takes.
 * What is approved is bound to its content, so the content is the same but for the activation.
 */
export async function copyScheduled(owner: postgres.Sql, versionId: string, count: number): Promise<void> {
  const copies = Array.from({ length: count }, (_, n) => `${n}`.padStart(3, '0'))
  await owner.begin(async tx => {
    const ids = await tx<{ old: string }[]>`select activation_id as old from playbook_versions where id = ${versionId}`
    const old = ids[0]!.old
    const fresh = (n: string) => `${old.slice(0, -3)}${n}`
    for (const n of copies) {
      const [activation, version] = [fresh(n), `${versionId.slice(0, -3)}${n}`]
      if (activation === old || version === versionId) continue
      await tx`
        insert into activations select (jsonb_populate_record(a, jsonb_build_object('id', ${activation}::text))).* from activations a where id = ${old}`
      await tx`
        insert into playbook_versions
        select (jsonb_populate_record(v, jsonb_build_object('id', ${version}::text, 'activation_id', ${activation}::text, 'state', 'IN_REVIEW',
          'content', replaced, 'content_hash', encode(sha256(convert_to(replaced, 'UTF8')), 'hex')))).*
        from playbook_versions v, lateral (select replace(v.content, ${old}, ${activation}) as replaced) r where id = ${versionId}`
      await tx`
        insert into approvals (version_id, revision, content_hash, approver, agency, retyped_hazard, retyped_centers, approved_at)
        select ${version}, a.revision, v.content_hash, a.approver, a.agency, a.retyped_hazard, a.retyped_centers, a.approved_at
        from approvals a, playbook_versions v where a.version_id = ${versionId} and v.id = ${version}`
      await tx`update playbook_versions set state = 'SCHEDULED' where id = ${version}`
    }
  })
}
