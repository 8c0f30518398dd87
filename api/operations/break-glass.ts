import { listRatifications } from '../../db/queries/activations.js'
import { findVersion, reviseVersion } from '../../db/queries/playbook-versions.js'
import { insertRatification, listSentAlone } from '../../db/queries/ratifications.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { BREAK_GLASS_LIFE, LEVEL_POLICY, REPEAT_WINDOW } from '../../schema/domain/playbooks/level-policy.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import type { Hub } from '../hub.js'
import { checkSending } from './check-publication.js'
import { composeVersion } from './compose-version.js'
import { lintVersion } from './lint-version.js'
import { moveLockedVersion, type LockedVersion } from './locked-version.js'
import { onceOnly, type SentMessage } from './once-only.js'
import { actStrongly, type PlaybookPlace } from './playbook-act.js'
import { approverIsProgram, breakGlassNotAllowed, checkActReason, notFound, retypedDiffers } from './playbook-refusals.js'
import { readGiven } from './read-given.js'
import { isRetyped, retypedText, wordsToRetype, type Retyped } from './retype.js'
import { sendMessage } from './send-message.js'
import { settleTargets, type SettledTargets } from './settle-targets.js'

export type GlassToBreak = {
  readonly version: string
  readonly reason: string
  /** BREAK_GLASS_PHRASE, typed by hand. */
  readonly phrase: string
  readonly retyped: Retyped
  readonly idempotencyKey: string
}

/** What a commander types, so that nobody sends alone without meaning to. */
export const BREAK_GLASS_PHRASE = { ko: '사전 승인 없이 발령', en: 'send without prior approval' } as const

/**
 * Sends a text at once on one commander's word: the real thing only, 경계 or 심각 only, complete and linted, for two hours at most, which nothing makes longer.
 * Every approver is paged from then on until somebody ratifies or refuses it (Framework Act, art. 36 and 38).
 */
export const breakGlass = (hub: Hub, caller: Caller, input: GlassToBreak): Promise<Outcome<SentMessage>> =>
  actStrongly(hub, caller, async place => {
    const { version: id, idempotencyKey: key, reason, phrase, retyped } = input
    const found = await findVersion(place.tx, id)
    if (found === null) return refuse(notFound('version', id))
    const keyed = { act: 'breakGlass', key, status: found.status, request: { version: id, reason, phrase, retyped: { ...retyped } } }
    return onceOnly(place, keyed, async messageId => {
      const locked = await moveLockedVersion(place, id, 'breakGlass')
      if (!locked.ok) return locked
      const issues = [...checkCommander(place, input), ...(await checkGlass(place, locked.value))]
      if (issues.length > 0) return refuse(...issues)
      const { activation } = locked.value
      const settled = await settleTargets(place, activation, locked.value.version)
      const latest = await latestEnd(place, activation, settled)
      if (!latest.ok) return latest
      const capped = await capExpiry(place, locked.value, latest.value)
      if (!capped.ok) return capped
      const against = await checkSending(place, { activation, version: capped.value }, settled)
      if (against.length > 0) return refuse(...against)
      const centers = settled.targets.length
      if (!isRetyped(retyped, activation, { centers, standards: place.standards })) {
        return refuse(retypedDiffers(retypedText(wordsToRetype(activation, centers, place.standards)), retypedText(retyped)))
      }
      const targets = [...settled.targets, ...settled.overflow]
      const sending = { activation, version: capped.value, messageId, targets, publisher: place.actor, isLate: false, isBreakGlass: true }
      const message = await sendMessage(place, sending)
      await insertRatification(place.tx, { messageId, commander: place.actor, agency: place.agency, reason })
      return accept(message)
    })
  })

function checkCommander({ isPerson }: PlaybookPlace, { reason, phrase }: GlassToBreak): readonly Issue[] {
  const isTyped = [BREAK_GLASS_PHRASE.ko, BREAK_GLASS_PHRASE.en].some(asked => normalizeLabel(asked) === normalizeLabel(phrase))
  return [
    ...(isPerson ? [] : [approverIsProgram()]),
    ...checkActReason(reason),
    ...(isTyped ? [] : [retypedDiffers(BREAK_GLASS_PHRASE.ko, phrase.slice(0, 60))]),
  ]
}

async function checkGlass(place: PlaybookPlace, { activation, version }: LockedVersion): Promise<readonly Issue[]> {
  const before = await listRatifications(place.tx, activation.id)
  const faults = (await lintVersion(place, version)).filter(({ severity }) => severity === 'error')
  const { allowsBreakGlass } = LEVEL_POLICY[version.level]
  return [
    ...(activation.status === 'ACTUAL'
      ? []
      : [
          breakGlassNotAllowed(
            '긴급 발령은 실제 상황에만 씁니다.',
            'Break-glass is for the real thing only.',
            'an activation of status ACTUAL',
          ),
        ]),
    ...(allowsBreakGlass
      ? []
      : [
          breakGlassNotAllowed(
            '긴급 발령은 경계와 심각 단계에만 씁니다. 이 단계는 승인을 받아 보내십시오.',
            'Break-glass is for levels alert and serious only; have this one approved.',
            'alert, serious',
          ),
        ]),
    ...(before.every(({ state }) => state === 'RATIFIED')
      ? []
      : [
          breakGlassNotAllowed(
            '이 발령에는 사후 승인을 받지 못한 긴급 발령이 있습니다. 2시간은 늘릴 수 없으니 승인을 받아 보내십시오.',
            'A message of this activation was sent alone and is not ratified; its two hours cannot be made longer, so have the next one approved.',
            'an activation without an unratified message',
          ),
        ]),
    ...faults,
  ]
}

/**
 * Until when it may hold, in milliseconds: for two hours, counted from the whole second it is sent at. What was sent alone about the same hazard to one of its centers within a day counts
 * too, whatever activation it is of: while nobody has decided on that one they end together, and afterwards nothing follows it alone (docs/decisions/0052).
 */
async function latestEnd(
  { tx, now }: PlaybookPlace,
  { id, hazard }: LockedVersion['activation'],
  { targets }: SettledTargets,
): Promise<Outcome<number>> {
  const aimed = new Set(targets.map(({ centerId }) => centerId))
  const before = await listSentAlone(tx, { hazard, but: id, withinSeconds: REPEAT_WINDOW })
  const same = before.filter(({ centers }) => centers.some(center => aimed.has(center)))
  const over = same.find(({ isOver }) => isOver)
  if (over === undefined) {
    const own = (Math.floor(Date.parse(now) / 1000) + BREAK_GLASS_LIFE) * 1000
    return accept(Math.min(own, ...same.map(({ endsAt }) => Date.parse(endsAt))))
  }
  return refuse(
    breakGlassNotAllowed(
      `같은 재난과 센터에 혼자 보낸 발령 ${over.activationId}이(가) 24시간 안에 있었고 사후 승인을 받지 못했습니다. 승인을 받아 보내십시오.`,
      `Activation ${over.activationId} was sent alone for this hazard and center within 24 hours and is not ratified; have this one approved.`,
      'an approval, or another hazard or other centers',
    ),
  )
}

/** The text with its life cut off at the latest end. */
async function capExpiry(
  place: PlaybookPlace,
  { activation, version }: LockedVersion,
  latest: number,
): Promise<Outcome<LockedVersion['version']>> {
  const expiresAt = Date.parse(version.expiresAt) <= latest ? version.expiresAt : new Date(latest).toISOString()
  const { template, level, areas, type, purpose, library: libraryCode } = version
  const overflow = version.overflow.flatMap(id => place.standards.centerCodes.get(id) ?? [])
  const text = { ...readGiven(version.given), template, level, areas, overflow, expiresAt }
  const composed = await composeVersion(place, activation, { text, kind: { type, purpose, lead: { ko: [], en: [] }, libraryCode } })
  if (!composed.ok) return composed
  const { library: _library, playbook: _playbook, ...content } = composed.value
  return accept(
    await reviseVersion(place.tx, { ...content, id: version.id, baseSeq: version.baseSeq, author: place.actor, state: version.state }),
  )
}
