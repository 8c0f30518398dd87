import type { Audience, PageKind } from '../../schema/domain/playbooks/page.js'
import type { Tx } from '../transaction.js'

/** Something that somebody must be told: coordinators, unless another audience is named. */
export type Page = {
  readonly kind: PageKind
  /** The same thing is told once. */
  readonly subject: string
  readonly audience?: Audience
  /** Whose duty desk, manager or approvers; the council's where none is named. */
  readonly toCenterId?: number | null
  readonly centerId?: number | null
  readonly activationId?: string
  readonly messageId?: string
  readonly versionId?: string
  readonly endpointId?: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** False when it had been written before. */
export async function appendPage(tx: Tx, page: Page): Promise<boolean> {
  const { count } = await tx.sql`
    insert into pages (kind, subject, center_id, activation_id, message_id, version_id, endpoint_id, detail, audience, to_center_id)
    values (${page.kind}, ${page.subject}, ${page.centerId ?? null}, ${page.activationId ?? null}, ${page.messageId ?? null},
      ${page.versionId ?? null}, ${page.endpointId ?? null}, ${JSON.stringify(page.detail)}::text::jsonb,
      ${page.audience ?? 'COORDINATOR'}, ${page.toCenterId ?? null})
    on conflict on constraint pages_once do nothing`
  return count === 1
}
