import { insertVersion } from '../../db/queries/playbook-versions.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Lead, Purpose } from '../../schema/domain/playbooks/broadcast.js'
import type { MessageType } from '../../schema/domain/playbooks/level-policy.js'
import type { PlaceholderValues } from '../../schema/domain/playbooks/placeholder-value.js'
import { composeVersion } from './compose-version.js'
import type { HeadText } from './head-text.js'
import { newPlaybookId, type PlaybookPlace } from './playbook-act.js'

type Derived = {
  readonly type: Extract<MessageType, 'UPDATE' | 'CANCEL'>
  readonly purpose: Purpose
  readonly lead: Lead
  readonly values: PlaceholderValues
  readonly expiresAt: string
}

/** A text drawn from the head's own: same template, level, areas and words, with other lines in front. */
export async function deriveVersion(
  place: PlaybookPlace,
  { activation, head }: { readonly activation: Activation; readonly head: HeadText },
  { type, purpose, lead, values, expiresAt }: Derived,
): Promise<Outcome<PlaybookVersion>> {
  const { version, given } = head
  const overflow = version.overflow.flatMap(id => place.standards.centerCodes.get(id) ?? [])
  const text = { template: version.template, level: version.level, areas: version.areas, overflow, expiresAt, values, edits: given.edits }
  const composed = await composeVersion(place, activation, { text, kind: { type, purpose, lead, libraryCode: version.library } })
  if (!composed.ok) return composed
  const { library, playbook, ...content } = composed.value
  return accept(
    await insertVersion(place.tx, {
      ...content,
      id: newPlaybookId(activation.status, place.now),
      activationId: activation.id,
      status: activation.status,
      type,
      purpose,
      library: library.code,
      template: playbook.code,
      templateVersion: playbook.version,
      baseSeq: activation.headSeq,
      author: place.actor,
      authorAgency: place.agency,
    }),
  )
}
