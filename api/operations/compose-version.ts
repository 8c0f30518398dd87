import { findLibrary, type StoredLibrary } from '../../db/queries/playbook-libraries.js'
import { parseInstant } from '../../schema/domain/instant.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation } from '../../schema/domain/playbooks/activation.js'
import type { Given, Lead, Purpose } from '../../schema/domain/playbooks/broadcast.js'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { applyEdits, checkValues } from '../../schema/domain/playbooks/check-given.js'
import { composeBroadcast } from '../../schema/domain/playbooks/compose-broadcast.js'
import { LEVEL_POLICY, type MessageType } from '../../schema/domain/playbooks/level-policy.js'
import type { Level, Playbook } from '../../schema/domain/playbooks/playbook.js'
import { checkAreas, checkEdits, checkOverflow, numbersOfCenters } from './draft-refusals.js'
import { sha256, type PlaybookPlace } from './playbook-act.js'
import { expiryNotAllowed, levelNotOffered, libraryMissing, templateUnknown } from './playbook-refusals.js'

/** What a coordinator writes: a template filled in, for areas, until an instant. */
export type TextToWrite = Given & {
  readonly template: string
  readonly level: Level
  readonly areas: readonly string[]
  /** Codes of centers that take over calls. */
  readonly overflow: readonly string[]
  readonly expiresAt: string
}

/** A text as it is stored: what was given, and the content it makes, byte for byte. */
export type ComposedVersion = {
  readonly library: StoredLibrary
  /** The template with the words that were changed. */
  readonly playbook: Playbook
  readonly level: Level
  readonly areas: readonly string[]
  readonly overflow: readonly number[]
  readonly expiresAt: string
  readonly given: Given
  readonly content: string
  readonly contentHash: string
}

type Kind = { readonly type: MessageType; readonly purpose: Purpose; readonly lead: Lead; readonly libraryCode: string | null }

/** The content of a text and its hash; or everything that stands against it at once. What is still missing is no fault of a draft. */
export async function composeVersion(
  place: PlaybookPlace,
  activation: Activation,
  { text, kind }: { readonly text: TextToWrite; readonly kind: Kind },
): Promise<Outcome<ComposedVersion>> {
  const library = await findLibrary(place.tx.sql, kind.libraryCode)
  if (library === null) return refuse(libraryMissing())
  const template = library.playbooks.get(text.template)
  const issues = [
    ...(template === undefined
      ? [templateUnknown(text.template, templatesFor(activation.hazard, library))]
      : checkTemplate(template, text, { activation, library })),
    // What a correction or an ending takes from the head went out already: a rule that came since must hold up neither.
    ...(kind.purpose === 'INFORM' ? checkWords(text, { library, standards: place.standards }) : []),
    // An ending is never too late.
    ...(kind.type === 'CANCEL' ? [] : checkExpiry(text, activation, place.now)),
  ]
  if (template === undefined || issues.length > 0) return refuse(...issues)
  const playbook = applyEdits(template, text.edits)
  const facts = {
    activation: activation.id,
    status: activation.status,
    hazard: activation.hazard,
    type: kind.type,
    purpose: kind.purpose,
    level: text.level,
    areas: text.areas,
    expiresAt: text.expiresAt,
    now: place.now,
  }
  const content = canonicalJson(composeBroadcast({ library, playbook, values: text.values, facts, lead: kind.lead }))
  const overflow = numbersOfCenters(text.overflow, place.standards)
  const { level, areas, expiresAt, values, edits } = text
  return accept({ library, playbook, level, areas, overflow, expiresAt, given: { values, edits }, content, contentHash: sha256(content) })
}

const checkWords = (
  { values, edits, areas, overflow }: TextToWrite,
  { library, standards }: { readonly library: StoredLibrary; readonly standards: PlaybookPlace['standards'] },
): readonly Issue[] => [
  ...checkValues(values, library, ['input', 'values']),
  ...checkEdits(edits),
  ...checkAreas(areas),
  ...checkOverflow(overflow, standards),
]

/** Templates for a hazard; all of them for one that the library has nothing for. */
const templatesFor = (hazard: string, { playbooks }: StoredLibrary): readonly string[] => {
  const all = [...playbooks.values()]
  const fitting = all.filter(one => one.hazard_type === hazard || one.also.includes(hazard))
  return (fitting.length > 0 ? fitting : all).map(({ code }) => code)
}

function checkTemplate(
  template: Playbook,
  { level }: TextToWrite,
  { activation, library }: { readonly activation: Activation; readonly library: StoredLibrary },
): readonly Issue[] {
  const fitting = templatesFor(activation.hazard, library)
  return [
    ...(fitting.includes(template.code) ? [] : [templateUnknown(template.code, fitting)]),
    ...(template.levels.includes(level) ? [] : [levelNotOffered(level, template.levels)]),
  ]
}

/** Later than now, no longer than its level allows, and not beyond the exercise. */
function checkExpiry({ expiresAt, level }: TextToWrite, { endsAt }: Activation, now: string): readonly Issue[] {
  const cap = Date.parse(now) + LEVEL_POLICY[level].longestLife * 1000
  const latest = endsAt === null ? cap : Math.min(cap, Date.parse(endsAt))
  const at = parseInstant(expiresAt) === null ? NaN : Date.parse(expiresAt)
  return at > Date.parse(now) && at <= latest ? [] : [expiryNotAllowed(expiresAt, new Date(latest).toISOString())]
}
