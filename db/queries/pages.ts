import type { Tx } from '../transaction.js'

/** Something a coordinator must be told. */
export type Page = {
  readonly kind:
    | 'REJECTED'
    | 'UNSENDABLE'
    | 'SUSPECT'
    | 'MISSED'
    | 'PUBLISH_REFUSED'
    | 'REVIEW_DUE'
    | 'EXPIRING'
    | 'ALL_CLEAR_UNSENT'
    | 'PROPOSAL'
    | 'DRILL_CUE'
    | 'DRILL_INJECT_REFUSED'
    | 'DRILL_MISSED'
  /** The same thing is told once. */
  readonly subject: string
  readonly centerId?: number
  readonly activationId?: string
  readonly messageId?: string
  readonly versionId?: string
  readonly endpointId?: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** False when it had been written before. */
export async function appendPage(tx: Tx, page: Page): Promise<boolean> {
  const { count } = await tx.sql`
    insert into pages (kind, subject, center_id, activation_id, message_id, version_id, endpoint_id, detail)
    values (${page.kind}, ${page.subject}, ${page.centerId ?? null}, ${page.activationId ?? null}, ${page.messageId ?? null},
      ${page.versionId ?? null}, ${page.endpointId ?? null}, ${JSON.stringify(page.detail)}::text::jsonb)
    on conflict on constraint pages_once do nothing`
  return count === 1
}
