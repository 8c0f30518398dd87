import { recordSpan } from '../../db/queries/registry.js'
import type { Agreement } from '../../schema/domain/centers/calendar.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { endsBeforeItBegins, inputFault } from './registry-refusals.js'

export type AgreementToSet = Agreement & { readonly reason: string }

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/
const MOST_DAYS = 366

/** Sets when the figures of a measure set of a center are due and when they lock, from a day on. */
export async function setAgreement(hub: Hub, caller: Caller, input: AgreementToSet): Promise<Outcome<RegistryAct>> {
  const { edition } = await hub.standards()
  const faults = [...checkAgreement(input), ...checkMeasureSet(input.measureSet, edition.measureSets)]
  return actOnRegistry(hub, caller, {
    request: { action: 'agreement.set', center: input.center, reason: input.reason, faults },
    work: async ({ tx, centerId }) => {
      const row = {
        code: input.code,
        center_id: centerId,
        measure_set: input.measureSet,
        valid_from: input.validFrom,
        valid_to: input.validTo,
        mode: input.mode,
        strategy: input.strategy,
        due_days: input.due.days,
        due_time: input.due.time,
        lock_days: input.lock.days,
        lock_time: input.lock.time,
        holiday_rule: input.holidayRule,
      }
      await recordSpan(tx, 'agreements', { key: { center_id: centerId, measure_set: input.measureSet }, row })
      return []
    },
  })
}

const checkMeasureSet = (got: string, sets: ReadonlyMap<string, unknown>): readonly Issue[] =>
  sets.has(got)
    ? []
    : [
        inputFault('SCOPE_UNKNOWN', 'measureSet', {
          ko: `측정 묶음 ${got.slice(0, 60)}은(는) 지금 판에 없습니다.`,
          en: `The edition in force has no measure set ${got.slice(0, 60)}.`,
          expected: [...sets.keys()].join(', '),
          got: got.slice(0, 60),
        }),
      ]

const checkAgreement = ({ code, validFrom, validTo, due, lock }: AgreementToSet): readonly Issue[] => [
  ...(CODE.test(code) ? [] : [badCode(code)]),
  ...(validTo !== null && validTo < validFrom ? [endsBeforeItBegins('validTo', validFrom, validTo)] : []),
  ...checkDeadline('due', due),
  ...checkDeadline('lock', lock),
  ...(lock.days * 1_440 + minutesOf(lock.time) < due.days * 1_440 + minutesOf(due.time) ? [locksBeforeDue()] : []),
]

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const checkDeadline = (field: 'due' | 'lock', { days, time }: Agreement['due']): readonly Issue[] =>
  Number.isInteger(days) && days >= 0 && days <= MOST_DAYS && TIME.test(time)
    ? []
    : [
        inputFault('BAD_USER_INPUT', field, {
          ko: `기한은 기간이 끝난 뒤 0~${MOST_DAYS}일과 HH:MM 시각으로 적으십시오.`,
          en: `A deadline is 0 to ${MOST_DAYS} days after the period and a time HH:MM.`,
          expected: `0..${MOST_DAYS} days, HH:MM`,
          got: `${days} ${time.slice(0, 10)}`,
        }),
      ]

const locksBeforeDue = (): Issue =>
  inputFault('BAD_USER_INPUT', 'lock', {
    ko: '마감(lock)이 제출 기한(due)보다 빠를 수 없습니다.',
    en: 'Figures cannot lock before they are due.',
    expected: 'lock at or after due',
  })

const badCode = (got: string): Issue =>
  inputFault('BAD_USER_INPUT', 'code', {
    ko: '협약 코드는 영문자, 숫자, 점, 밑줄, 붙임표로 1~60자입니다.',
    en: 'An agreement code has 1 to 60 letters, digits, dots, underscores or hyphens.',
    expected: '1 to 60 of A-Z a-z 0-9 . _ -',
    got: got.slice(0, 60),
  })
