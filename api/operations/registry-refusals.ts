import { issue, type Issue, type IssueCode } from '../../schema/domain/issue.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import { checkFreeText } from './text-refusals.js'

const LONGEST_REASON = 500

type Said = { readonly ko: string; readonly en: string; readonly expected: string; readonly got?: string | null }

/** A fault of one field of the input of an administrator's request. */
export const inputFault = (code: IssueCode, field: string, { ko, en, expected, got = null }: Said): Issue =>
  issue({ code, path: ['input', field], messageKo: ko, messageEn: en, expected, got })

/** Every act says why, in up to 500 characters that name no person. */
export function checkReason(reason: string): readonly Issue[] {
  // Signs that show nothing are no reason.
  if (normalizeLabel(reason) === '') {
    return [
      inputFault('REASON_REQUIRED', 'reason', {
        ko: '바꾸려면 까닭을 적어야 합니다.',
        en: 'A change needs a reason.',
        expected: `1 to ${LONGEST_REASON} characters`,
      }),
    ]
  }
  if (reason.length > LONGEST_REASON) {
    return [
      inputFault('BAD_USER_INPUT', 'reason', {
        ko: `까닭은 ${LONGEST_REASON}자까지 적을 수 있습니다(입력 ${reason.length}자).`,
        en: `A reason has up to ${LONGEST_REASON} characters; this one has ${reason.length}.`,
        expected: `1 to ${LONGEST_REASON} characters`,
        got: String(reason.length),
      }),
    ]
  }
  return checkFreeText(reason, ['input', 'reason'])
}

export const centerUnknown = (got: string): Issue =>
  inputFault('CENTER_UNKNOWN', 'center', {
    ko: `센터 ${got.slice(0, 40)}은(는) 등록되어 있지 않습니다.`,
    en: `There is no center ${got.slice(0, 40)}.`,
    expected: 'code of a center, as listed by centers',
    got: got.slice(0, 40),
  })

export const endsBeforeItBegins = (field: string, from: string, to: string): Issue =>
  inputFault('BAD_USER_INPUT', field, {
    ko: `끝(${to})은 시작(${from})보다 빠를 수 없습니다.`,
    en: `It would end (${to}) before it begins (${from}).`,
    expected: `${from} or later, or null for no end`,
    got: to,
  })

/** Rights are given and ended from now on: who had access in the past stays as it was. */
export const inThePast = (field: string, got: string): Issue =>
  inputFault('BAD_USER_INPUT', field, {
    ko: `접속 권한은 지난 시각(${got})으로 소급하여 바꿀 수 없습니다. 지금이나 앞으로의 시각을 적으십시오.`,
    en: `Access cannot be changed for the past (${got}); give a time from now on.`,
    expected: 'now or later, or null for now',
    got,
  })

export const callerNotFound = (field: string, got: string): Issue =>
  inputFault('NOT_FOUND', field, {
    ko: `그 시각에 등록되어 있는 호출자 ${got}이(가) 없습니다.`,
    en: `No caller ${got} is registered at that time.`,
    expected: 'subject of a registered caller, as listed by callers',
    got,
  })

export const exceptionNotFound = (got: string): Issue =>
  inputFault('NOT_FOUND', 'day', {
    ko: `${got}에 대해 따로 정한 것이 없습니다.`,
    en: `Nothing was said of ${got} apart from calendar and law.`,
    expected: 'a day as listed by calendarExceptions, with its center or null for the council',
    got,
  })

export const lastAdministrator = (): Issue =>
  issue({
    code: 'LAST_ADMINISTRATOR',
    path: ['input'],
    messageKo: '이대로 바꾸면 협의체 관리자(hub:admin)가 한 명도 남지 않습니다. 다른 관리자를 먼저 등록하십시오.',
    messageEn: 'This would leave no council administrator (hub:admin); register another one first.',
    expected: 'one administrator at least without an end date',
  })

export const noSuchChange = (got: string): Issue =>
  inputFault('NOT_FOUND', 'change', {
    ko: '그런 변경 기록이 없습니다.',
    en: 'There is no such change.',
    expected: 'id of a change, as listed by registryChanges',
    got: got.slice(0, 40),
  })

export const changedSince = (): Issue =>
  inputFault('CHANGED_SINCE', 'change', {
    ko: '그 뒤에 다시 바뀌었거나 이미 되돌린 변경입니다. 나중의 변경부터 되돌리거나, 지금 상태를 보고 새로 고치십시오.',
    en: 'It was changed again since, or taken back already; take back the later change first, or set anew what is to hold.',
    expected: 'a change whose rows stand as it left them',
  })

/** Names of constraints that a request in order can still meet, because of what stands in the registry. */
const BY_CONSTRAINT: Readonly<Record<string, () => Issue>> = {
  callers_do_not_overlap: () =>
    inputFault('ALREADY_REGISTERED', 'subject', {
      ko: '이 호출자는 그 기간에 이미 등록되어 있습니다. 권한은 changeCaller로 바꾸십시오.',
      en: 'This caller is registered in that time already; use changeCaller to change its rights.',
      expected: 'a subject that is not registered in that time',
    }),
  memberships_do_not_overlap: () => overlap('memberFrom'),
  calendars_do_not_overlap: () => overlap('validFrom'),
  agreements_do_not_overlap: () => overlap('validFrom'),
  endpoints_do_not_overlap: () => overlap('validFrom'),
  endpoints_secrets_apart: () => ofOtherKind('secretRef'),
  endpoints_addresses_apart: () => ofOtherKind('url'),
  callers_dates_in_order: () => endsFirst(),
  endpoints_dates_in_order: () => endsFirst(),
  registry_acts_undone_once: changedSince,
  // Met by an undo alone: setting a day replaces what was said of it.
  calendar_exceptions_one_a_day: changedSince,
}

const ofOtherKind = (field: string): Issue =>
  inputFault('ALREADY_REGISTERED', field, {
    ko: '실제 수신처와 훈련 수신처는 주소와 비밀을 함께 쓸 수 없습니다. 훈련용으로 따로 마련하십시오.',
    en: 'An endpoint for drills shares neither its address nor its secret with one for the real thing; give it its own.',
    expected: 'an address and a secret of its own',
  })

const endsFirst = (): Issue =>
  inputFault('BAD_USER_INPUT', 'validTo', {
    ko: '끝은 시작보다 나중이어야 합니다.',
    en: 'The end must be later than the beginning.',
    expected: 'a later instant, or null for no end',
  })

const overlap = (field: string): Issue =>
  inputFault('DATES_OVERLAP', field, {
    ko: '나중에 시작하는 다른 항목과 기간이 겹칩니다. 그 전날까지로 끝을 정하거나, 나중의 항목부터 고치십시오.',
    en: 'Its span meets a later one; let it end the day before that begins, or set the later one anew first.',
    expected: 'a span that ends before the next one begins',
  })

/** The refusal behind a constraint; null when none is meant for the person who asked. */
export const issueOfConstraint = (constraint: string | null): Issue | null =>
  constraint === null ? null : (BY_CONSTRAINT[constraint]?.() ?? null)
