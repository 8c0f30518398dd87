import { issue, type Issue, type IssueCode } from '../../schema/domain/issue.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import { checkFreeText } from './text-refusals.js'

const LONGEST_TEXT = 500

type Said = { readonly ko: string; readonly en: string; readonly expected: string; readonly got?: string | null }

const fault = (code: IssueCode, field: string, { ko, en, expected, got = null }: Said): Issue =>
  issue({ code, path: ['input', field], messageKo: ko, messageEn: en, expected, got })

/** Words of a steward that are kept: up to 500 characters that name no person. */
export const checkText = (text: string | null, field: string): readonly Issue[] => {
  if (text === null) return []
  // Signs that show nothing are no words.
  if (normalizeLabel(text) === '' || text.length > LONGEST_TEXT) {
    return [
      fault('BAD_USER_INPUT', field, {
        ko: `글은 1자에서 ${LONGEST_TEXT}자까지 적을 수 있습니다(입력 ${text.length}자).`,
        en: `A text has 1 to ${LONGEST_TEXT} characters; this one has ${text.length}.`,
        expected: `1 to ${LONGEST_TEXT} characters, or null`,
        got: String(text.length),
      }),
    ]
  }
  return checkFreeText(text, ['input', field])
}

/** CHANGED_SINCE: somebody decided on the word since it was looked at. */
export const decidedSince = (expected: number, now: number): Issue =>
  fault('CHANGED_SINCE', 'expectedVersion', {
    ko: `그 사이에 이 용어에 대한 다른 결정이 있었습니다(본 것 ${expected}, 지금 ${now}). 다시 보고 정하십시오.`,
    en: `Somebody decided about this word in between (seen ${expected}, now ${now}); look at it again before deciding.`,
    expected: String(now),
    got: String(expected),
  })

export const stalePreview = (): Issue =>
  fault('STALE_DRY_RUN', 'previewHash', {
    ko: '미리 본 뒤에 상태가 바뀌었습니다. 다시 미리 보고 정하십시오.',
    en: 'The state changed since the preview; preview again and decide then.',
    expected: 'the hash of a preview that still holds',
  })

/** SECOND_STEWARD_REQUIRED: the same steward cannot be the second one. */
export const secondSteward = (by: string): Issue =>
  fault('SECOND_STEWARD_REQUIRED', 'term', {
    ko: '공표 지표에 쓰이는 항목이므로 다른 용어 담당자 한 사람이 더 승인해야 합니다. 먼저 승인한 사람은 두 번째가 될 수 없습니다.',
    en: 'The target enters published figures, so another steward has to agree; who approved first cannot be the second.',
    expected: 'a steward who did not approve it',
    got: by,
  })

export const notProposed = (got: string | null): Issue =>
  fault('MAPPING_INVALID', 'target', {
    ko: '제안된 후보가 아닙니다. 다른 뜻으로 정하려면 correctMapping을 쓰십시오.',
    en: 'This is none of the candidates; to give the word another meaning use correctMapping.',
    expected: 'ref of a candidate of the word',
    got,
  })

export const noTargetTaken = (got: string): Issue =>
  fault('MAPPING_INVALID', 'target', {
    ko: '맞는 표준 항목이 없다고 정할 때는 대상을 적지 않습니다. 대상을 뜻한다고 정하려면 correctMapping을 쓰십시오.',
    en: 'A word that nothing matches is given no target; to say that it means the target use correctMapping.',
    expected: 'no target',
    got,
  })

export const targetRequired = (): Issue =>
  fault('MAPPING_INVALID', 'target', {
    ko: '무엇을 뜻하는지(target)를 적어야 합니다.',
    en: 'Say what is meant (target).',
    expected: 'ref of the glossary, as measure:calls_offered',
  })

export const nothingToSplit = (got: string | null): Issue =>
  fault('MAPPING_INVALID', 'from', {
    ko: '그날 적용되는 매핑이 없거나 그날부터 시작하므로 나눌 수 없습니다. correctMapping을 쓰십시오.',
    en: 'No mapping holds on that day and before it, so there is nothing to split; use correctMapping.',
    expected: 'a day after the first of a mapping that holds on it',
    got,
  })

export const nothingToReview = (): Issue =>
  fault('MAPPING_INVALID', 'term', {
    ko: '다른 담당자의 승인을 기다리는 제안이 없습니다.',
    en: 'No approval of this word waits for another steward.',
    expected: 'a word whose status is IN_REVIEW',
  })

export const nothingToConfirm = (): Issue =>
  fault('MAPPING_INVALID', 'term', {
    ko: '확인을 기다리는 매핑이 없습니다.',
    en: 'No mapping of this word waits to be confirmed.',
    expected: 'a word with a provisional mapping, or one that the hub accepted by itself',
  })

export const noSuchSteward = (got: string): Issue =>
  fault('NOT_FOUND', 'to', {
    ko: `용어 담당자(terms:curate) ${got.slice(0, 40)}이(가) 없습니다.`,
    en: `There is no steward (terms:curate) ${got.slice(0, 40)}.`,
    expected: 'subject of a registered steward, or null',
    got: got.slice(0, 40),
  })

export const setAnew = (): Issue =>
  fault('BAD_USER_INPUT', 'decision', {
    ko: '표시나 담당 지정은 되돌리지 않고 새로 정합니다.',
    en: 'A flag or an assignment is not undone but set anew.',
    expected: 'a decision about the meaning of a word',
  })

export const actOrUndo = (): Issue =>
  issue({
    code: 'BAD_USER_INPUT',
    path: ['undo'],
    messageKo: '미리 볼 것을 act와 input으로, 또는 undo로 하나만 적으십시오.',
    messageEn: 'Name what is to be previewed either by act and input, or by undo.',
    expected: 'act and input, or undo',
  })

export const notIdentical = (list: 'terms' | 'decisions', at: number): Issue =>
  issue({
    code: 'BAD_USER_INPUT',
    path: ['input', list, at],
    messageKo: '함께 다룰 용어는 종류, 칸, 이름, 단위가 모두 같아야 합니다(termQueue의 sameAs).',
    messageEn: 'Words that are treated together are the same in kind, field, label and unit (termQueue(sameAs)).',
    expected: 'words as listed by termQueue(sameAs)',
  })

export const tooManyTerms = (most: number, { list, got }: { readonly list: 'terms' | 'decisions'; readonly got: number }): Issue =>
  issue({
    code: 'BAD_USER_INPUT',
    path: ['input', list],
    messageKo: `한 번에 1개에서 ${most}개까지 함께 다룰 수 있습니다(입력 ${got}개). 같은 것을 두 번 적지 마십시오.`,
    messageEn: `1 to ${most} are treated together, each once; these are ${got}.`,
    expected: `1 to ${most}, each once`,
    got: String(got),
  })
