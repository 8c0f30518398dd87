import { endRows, recordSpan, requireInstant } from '../../db/queries/registry.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Audience, ContactChannel } from '../../schema/domain/playbooks/page.js'
import type { Hub } from '../hub.js'
import { checkInstants } from './caller-refusals.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { inputFault, inThePast } from './registry-refusals.js'
import { checkFreeText } from './text-refusals.js'

/** Which contact: of a center or, where it is null, of the council. */
export type ContactPlace = {
  readonly center: string | null
  readonly role: Audience
  readonly kind: 'ACTUAL' | 'DRILL'
  readonly place: number
}

export type ContactToSet = ContactPlace & {
  readonly channel: ContactChannel
  readonly address: string
  readonly desk: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly reason: string
}

const LONGEST_DESK = 80
const MOST_PLACES = 4
const EMAIL = /^[^\s@<>,;"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i
const NUMBER = /^\+?\d{3,15}$/

/** Registers how a desk is told from an instant on; what was said of the same place before ends then. */
export function setContact(hub: Hub, caller: Caller, input: ContactToSet): Promise<Outcome<RegistryAct>> {
  const { center, role, kind, place, channel, desk, validFrom, validTo, reason } = input
  const address = channel === 'EMAIL' ? input.address.trim() : input.address.replaceAll(/[\s()-]/g, '')
  const faults = [
    ...checkContactPlace(input),
    ...checkAddress(channel, address),
    ...checkContactDesk(desk),
    ...checkInstants('validTo', validFrom, validTo),
  ]
  return actOnRegistry(hub, caller, {
    request: { action: 'contact.set', center, reason, faults },
    work: async ({ tx, centerId }) => {
      const { at, isPast } = await requireInstant(tx, validFrom)
      if (isPast) return [inThePast('validFrom', at)]
      const key = { center_id: centerId, role, kind, place }
      await recordSpan(tx, 'contacts', { key, row: { ...key, channel, address, desk: desk.trim(), valid_from: at, valid_to: validTo } })
      return []
    },
  })
}

export type ContactEnd = ContactPlace & { readonly at: string | null; readonly reason: string }

/** Ends a contact, now or at an instant. */
export const endContact = (hub: Hub, caller: Caller, input: ContactEnd): Promise<Outcome<RegistryAct>> => {
  const { center, role, kind, place, at: asked, reason } = input
  return actOnRegistry(hub, caller, {
    request: { action: 'contact.ended', center, reason, faults: checkContactPlace(input) },
    work: async ({ tx, centerId }) => {
      const { at, isPast } = await requireInstant(tx, asked)
      if (isPast) return [inThePast('at', at)]
      const ended = await endRows(tx, 'contacts', { key: { center_id: centerId, role, kind, place }, at })
      return ended > 0 ? [] : [noSuchContact()]
    },
  })
}

/** Coordinators are the council's; duty desks and managers are those of a center; approvers may be either's. */
function checkContactPlace({ center, role, place }: ContactPlace): readonly Issue[] {
  const isOfCouncil = center === null
  const fits = role === 'APPROVER' || (role === 'COORDINATOR') === isOfCouncil
  const isPlace = Number.isInteger(place) && place >= 1 && place <= MOST_PLACES
  return [
    ...(fits
      ? []
      : [
          inputFault('BAD_USER_INPUT', 'center', {
            ko: '조정자 연락처는 협의체의 것(center 없음)이고, 당직과 관리자 연락처는 센터의 것입니다.',
            en: "Coordinators are the council's, without a center; duty desks and managers are a center's.",
            expected: role === 'COORDINATOR' ? 'no center' : 'code of a center',
            got: center ?? 'null',
          }),
        ]),
    ...(isPlace
      ? []
      : [
          inputFault('BAD_USER_INPUT', 'place', {
            ko: `차례는 1에서 ${MOST_PLACES}까지입니다.`,
            en: `Places are 1 to ${MOST_PLACES}.`,
            expected: `1..${MOST_PLACES}`,
            got: String(place),
          }),
        ]),
  ]
}

/** Never repeats the address: a refusal may be shown to whoever looks over a shoulder, and be written into a log. */
const checkAddress = (channel: ContactChannel, address: string): readonly Issue[] =>
  (channel === 'EMAIL' ? EMAIL : NUMBER).test(address) && address.length <= 200
    ? []
    : [
        inputFault('BAD_USER_INPUT', 'address', {
          ko: channel === 'EMAIL' ? '부서 메일 주소를 적으십시오.' : '부서 전화번호를 숫자로 적으십시오.',
          en: channel === 'EMAIL' ? 'Give the address of a work mailbox.' : 'Give the number of a work telephone in digits.',
          expected: channel === 'EMAIL' ? 'duty@example.go.kr' : '3 to 15 digits, + in front for another country',
        }),
      ]

const checkContactDesk = (desk: string): readonly Issue[] => {
  const { length } = desk.trim()
  if (length >= 1 && length <= LONGEST_DESK) return checkFreeText(desk, ['input', 'desk'])
  return [
    inputFault('BAD_USER_INPUT', 'desk', {
      ko: `데스크나 직무의 이름을 1~${LONGEST_DESK}자로 적으십시오. 사람 이름은 적지 않습니다.`,
      en: `Name the desk or the duty in 1 to ${LONGEST_DESK} characters; no name of a person.`,
      expected: '야간 당직실 (a desk or a duty)',
      got: String(length),
    }),
  ]
}

const noSuchContact = (): Issue =>
  inputFault('NOT_FOUND', 'place', {
    ko: '그 시각에 등록된 연락처가 없습니다.',
    en: 'No contact is registered there at that time.',
    expected: 'a contact as listed by contacts',
  })
