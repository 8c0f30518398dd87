import { issue, type Issue, type IssueCode } from '../../schema/domain/issue.js'
import type { Day } from '../../schema/domain/period.js'
import type { DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import { checkFreeText } from './text-refusals.js'

const LONGEST_REASON = 500

type Said = { readonly ko: string; readonly en: string; readonly expected: string; readonly got?: string | null }

/** A fault of one field of the input of a request about definitions. */
export const definitionFault = (code: IssueCode, field: readonly (string | number)[], { ko, en, expected, got = null }: Said): Issue =>
  issue({ code, path: ['input', ...field], messageKo: ko, messageEn: en, expected, got: got === null ? null : got.slice(0, 80) })

/** Whoever drafts, publishes or withdraws says why, in up to 500 characters that name no person. */
export function checkDraftReason(reason: string): readonly Issue[] {
  const length = reason.trim().length
  if (length > 0 && reason.length <= LONGEST_REASON) return checkFreeText(reason, ['input', 'reason'])
  return [
    definitionFault(length === 0 ? 'REASON_REQUIRED' : 'BAD_USER_INPUT', ['reason'], {
      ko: `정의를 바꾸는 까닭을 1~${LONGEST_REASON}자로 적어야 합니다(입력 ${reason.length}자).`,
      en: `A change of definitions needs a reason of 1 to ${LONGEST_REASON} characters; this one has ${reason.length}.`,
      expected: `1 to ${LONGEST_REASON} characters`,
      got: String(reason.length),
    }),
  ]
}

export const noSuchDraft = (field: readonly (string | number)[], got: string): Issue =>
  definitionFault('NOT_FOUND', field, {
    ko: '그런 초안이 없습니다.',
    en: 'There is no such draft.',
    expected: 'id of a draft, as listed by definitionDrafts',
    got: got.slice(0, 40),
  })

export const draftIsSettled = (field: readonly (string | number)[], { id, state, edition }: DraftRevision): Issue =>
  definitionFault('DRAFT_SETTLED', field, {
    ko:
      state === 'published'
        ? `초안 ${id}은(는) ${edition ?? ''}판으로 이미 공표되었습니다. 바꿀 내용은 새 초안으로 적으십시오.`
        : `초안 ${id}은(는) 이미 거두었습니다. 새 초안으로 적으십시오.`,
    en:
      state === 'published'
        ? `Draft ${id} was published in edition ${edition ?? ''}; put a change into a new draft.`
        : `Draft ${id} was withdrawn; write a new one.`,
    expected: 'a draft that is neither published nor withdrawn',
    got: state,
  })

export const draftExists = ({ id, code, version }: DraftRevision): Issue =>
  definitionFault('DRAFT_EXISTS', ['draft'], {
    ko: `${code}${version === null ? '' : ` ${version}`}의 초안이 이미 있습니다(${id}). 그것을 고치려면 draft와 revision을 적고, 아니면 먼저 거두십시오.`,
    en: `There is a draft of ${code}${version === null ? '' : ` ${version}`} already (${id}); name it in draft to edit it, or withdraw it first.`,
    expected: id,
  })

export const draftChanged = ({ id, revision }: DraftRevision, got: number | null): Issue =>
  definitionFault('CHANGED_SINCE', ['revision'], {
    ko: `초안 ${id}의 지금 개정은 ${revision}입니다. 바뀐 내용을 보고 그 개정 번호로 다시 보내십시오.`,
    en: `Draft ${id} stands at revision ${revision}; look at what changed and send that number.`,
    expected: String(revision),
    got: got === null ? null : String(got),
  })

export const draftOfAnother = ({ id, code, version }: DraftRevision): Issue =>
  definitionFault('BAD_USER_INPUT', ['draft'], {
    ko: `초안 ${id}은(는) ${code}${version === null ? '' : ` ${version}`}의 것입니다. 다른 정의는 새 초안으로 적으십시오.`,
    en: `Draft ${id} is of ${code}${version === null ? '' : ` ${version}`}; another definition is another draft.`,
    expected: code,
  })

export const retroactive = (
  place: readonly (string | number)[],
  { code, effectiveFrom }: { readonly code: string; readonly effectiveFrom: Day },
): Issue =>
  definitionFault('RETROACTIVE_DEFINITION', place, {
    ko: `${code}의 새 정의가 이미 시작된 날(${effectiveFrom})부터 시행되어 지난 수치가 달라집니다. definitionImpact로 무엇이 달라지는지 본 뒤, 그래도 공표하려면 acknowledgeRetroactive: true를 적으십시오.`,
    en: `The new definition of ${code} would begin on ${effectiveFrom}, which has begun already, and change figures of the past. See definitionImpact; to publish all the same, say acknowledgeRetroactive: true.`,
    expected: 'a day that has not begun, or acknowledgeRetroactive: true',
    got: effectiveFrom,
  })

export const editionCodeTaken = (got: string): Issue =>
  definitionFault('EDITION_ALREADY_LOADED', ['editionCode'], {
    ko: `${got} 판은 이미 있습니다. 공표한 판은 고칠 수 없으니 다른 판 번호를 쓰십시오.`,
    en: `Edition ${got} is there already and never changes; give the new one another code.`,
    expected: 'an edition code that is not published yet, or null',
    got,
  })

export const editionCodeUnfit = (got: string, expected: string): Issue =>
  definitionFault('BAD_USER_INPUT', ['editionCode'], {
    ko: `판 번호 "${got.slice(0, 40)}"은(는) 쓸 수 없습니다. 영문자, 숫자, 점, 붙임표로 적고, 같은 날 시작하는 판들 가운데 마지막 순서가 되어야 합니다.`,
    en: `The edition code "${got.slice(0, 40)}" cannot be used; write letters, digits, dots and hyphens, sorted after every edition that starts on the same day.`,
    expected,
    got,
  })

export const beforePlanned = (
  { code, effectiveFrom }: { readonly code: string; readonly effectiveFrom: Day },
  planned: { readonly code: string; readonly effectiveFrom: Day },
): Issue =>
  definitionFault('EDITION_DATES', ['effectiveFrom'], {
    ko: `${planned.effectiveFrom}부터 시행될 ${planned.code}판이 이미 올라 있어, ${code}의 새 정의는 그날부터 시행할 수 있습니다.`,
    en: `Edition ${planned.code} is loaded for ${planned.effectiveFrom}; a new definition of ${code} can begin on that day at the earliest.`,
    expected: `${planned.effectiveFrom} or later`,
    got: effectiveFrom,
  })

export const draftTooLarge = (limit: number): Issue =>
  definitionFault('BAD_USER_INPUT', [], {
    ko: `정의가 너무 깁니다. ${limit}자 이하로 적으십시오.`,
    en: `The definition is too long; write up to ${limit} characters.`,
    expected: `up to ${limit} characters of JSON`,
  })
