import { findMessage } from '../../db/queries/activations.js'
import { findLibrary, type StoredLibrary } from '../../db/queries/playbook-libraries.js'
import { findVersion } from '../../db/queries/playbook-versions.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, Message, PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Given } from '../../schema/domain/playbooks/broadcast.js'
import { applyEdits } from '../../schema/domain/playbooks/check-given.js'
import type { Playbook } from '../../schema/domain/playbooks/playbook.js'
import type { PlaybookPlace } from './playbook-act.js'
import { libraryMissing, notFound } from './playbook-refusals.js'
import { readGiven } from './read-given.js'

/** What the head of an activation was made of. */
export type HeadText = {
  readonly message: Message
  readonly version: PlaybookVersion
  readonly library: StoredLibrary
  readonly playbook: Playbook
  readonly given: Given
}

/** The text of the head, so that its correction and its ending can be drawn from it. */
export async function readHeadText({ tx }: PlaybookPlace, { headMessage, id }: Activation): Promise<Outcome<HeadText>> {
  const message = headMessage === null ? null : await findMessage(tx, headMessage)
  const version = message === null ? null : await findVersion(tx, message.versionId)
  if (message === null || version === null) return refuse(notFound('activation', id))
  const library = await findLibrary(tx.sql, version.library)
  const template = library?.playbooks.get(version.template)
  if (library === null || template === undefined) return refuse(libraryMissing())
  const given = readGiven(version.given)
  return accept({ message, version, library, playbook: applyEdits(template, given.edits), given })
}
