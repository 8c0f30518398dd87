import { reviseVersion } from '../../db/queries/playbook-versions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Hub } from '../hub.js'
import { composeVersion, type TextToWrite } from './compose-version.js'
import { moveLockedVersion } from './locked-version.js'
import { actOnPlaybooks, notePlaybookAct } from './playbook-act.js'

export type PlaybookToEdit = TextToWrite & { readonly version: string }

/**
 * The next revision of a text, whole, written after the head of now. It is a draft again, and whatever was approved of it counts no more, be it one letter that
 * changed. Whoever edits it has written it and cannot approve it.
 */
export const editPlaybook = (hub: Hub, caller: Caller, input: PlaybookToEdit): Promise<Outcome<PlaybookVersion>> =>
  actOnPlaybooks(hub, caller, async place => {
    const locked = await moveLockedVersion(place, input.version, 'edit')
    if (!locked.ok) return locked
    const { activation, version, next } = locked.value
    const { type, purpose, library: libraryCode } = version
    const composed = await composeVersion(place, activation, {
      text: input,
      kind: { type, purpose, lead: { ko: [], en: [] }, libraryCode },
    })
    if (!composed.ok) return composed
    const { library: _library, playbook: _playbook, ...text } = composed.value
    const revised = await reviseVersion(place.tx, {
      ...text,
      id: version.id,
      baseSeq: version.type === 'ALERT' ? 0 : activation.headSeq,
      author: place.actor,
      state: next,
    })
    const { revision, contentHash } = revised
    await notePlaybookAct(place, 'playbook.edited', { activation: activation.id, version: version.id, revision, contentHash })
    return accept(revised)
  })
