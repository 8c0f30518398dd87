import type { StandingMapping } from '../../terms/mapping.js'
import type { Fault } from '../fault.js'

/** WORD_REJECTED: the word was decided to mean nothing that the edition has, or not what it would be read as. */
export const rejectedWord = (got: string, read: string | null): Fault => ({
  level: 'held',
  code: 'WORD_REJECTED',
  field: ['measure'],
  ko:
    read === null
      ? `용어 담당자가 "${got}"에 맞는 표준 항목이 없다고 정했습니다. 표준 항목으로 다시 내거나 행을 철회하십시오.`
      : `용어 담당자가 "${got}"은(는) ${read}이(가) 아니라고 정했습니다. 무엇을 뜻하는지 정해질 때까지 보류합니다.`,
  en:
    read === null
      ? `A steward decided that no standard measure matches "${got}"; send it under a standard name or withdraw the row.`
      : `A steward decided that "${got}" does not mean ${read}; the row waits until it is said what it means.`,
  expected: 'a measure by code or name',
  got,
})

/** WORD_SUSPENDED: what the word means is in doubt again, or gone from the edition. */
export const suspendedWord = (got: string, { target }: StandingMapping, isGone: boolean): Fault => ({
  level: 'held',
  code: 'WORD_SUSPENDED',
  field: ['measure'],
  ko: isGone
    ? `"${got}"의 매핑 대상 ${target ?? ''}이(가) 지금 판에 없습니다. 용어 담당자가 다시 정할 때까지 보류합니다.`
    : `"${got}"을(를) ${target ?? ''}(으)로 읽던 매핑이 중지되었습니다. 용어 담당자가 다시 정할 때까지 보류합니다.`,
  en: isGone
    ? `"${got}" was mapped to ${target ?? ''}, which this edition does not have; the row waits until a steward decides again.`
    : `The mapping of "${got}" to ${target ?? ''} is suspended; the row waits until a steward decides again.`,
  expected: null,
  got,
})

/** WORD_MAPPED: by what the word was read. */
export const mappedNote = (got: string, code: string, { isReviewed }: StandingMapping): Fault => ({
  level: 'info',
  code: 'WORD_MAPPED',
  field: ['measure'],
  ko: `"${got}"을(를) 이 센터의 용어 매핑에 따라 ${code}(으)로 읽었습니다.${isReviewed ? '' : ' 담당자가 확인할 때까지 잠정입니다.'}`,
  en: `"${got}" was read as ${code} by the center's own mapping${isReviewed ? '' : '; provisional until a steward confirms it'}.`,
  expected: code,
  got,
})
