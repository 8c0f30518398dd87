import { lockActivation } from '../../db/queries/activations.js'
import { findVersion } from '../../db/queries/playbook-versions.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import { VERSION_MACHINE, type VersionAct, type VersionState } from '../../schema/domain/playbooks/version-state.js'
import type { PlaybookPlace } from './playbook-act.js'
import { notFound } from './playbook-refusals.js'

export type LockedVersion = { readonly activation: Activation; readonly version: PlaybookVersion }

/** A text with its activation, whose lock is held from here on; read after the lock, so it is how it stands. */
export async function lockVersion({ tx }: PlaybookPlace, id: string): Promise<Outcome<LockedVersion>> {
  const found = await findVersion(tx, id)
  const activation = found === null ? null : await lockActivation(tx, found.activationId)
  const version = activation === null ? null : await findVersion(tx, id)
  return activation === null || version === null ? refuse(notFound('version', id)) : accept({ activation, version })
}

/** The same, with the state that an act leads to; WRONG_STATE where it leads nowhere. */
export async function moveLockedVersion(
  place: PlaybookPlace,
  id: string,
  act: VersionAct,
): Promise<Outcome<LockedVersion & { readonly next: VersionState }>> {
  const locked = await lockVersion(place, id)
  if (!locked.ok) return locked
  const next = transition(VERSION_MACHINE, locked.value.version.state, act)
  return next.ok ? accept({ ...locked.value, next: next.value }) : next
}
