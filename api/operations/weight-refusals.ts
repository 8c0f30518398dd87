import { issue, type Issue, type IssueCode } from '../../schema/domain/issue.js'

type Said = { readonly ko: string; readonly en: string; readonly expected: string; readonly got: string }

const fault = (code: IssueCode, field: string, { ko, en, expected, got }: Said): Issue =>
  issue({ code, path: ['input', field], messageKo: ko, messageEn: en, expected, got: got.slice(0, 40) })

/** CHANGED_SINCE: other weights came into force since they were looked at. */
export const weightsChanged = (expected: string, now: string): Issue =>
  fault('CHANGED_SINCE', 'expectedVersion', {
    ko: `그 사이에 시행 중인 가중치가 ${now}(으)로 바뀌었습니다. 다시 보고 정하십시오.`,
    en: `The weights in force have become ${now} in between; look at them again before deciding.`,
    expected: now,
    got: expected,
  })

export const alreadyInForce = (version: string): Issue =>
  fault('BAD_USER_INPUT', 'version', {
    ko: `${version.slice(0, 40)} 가중치는 이미 시행 중입니다.`,
    en: `The weights ${version.slice(0, 40)} are in force already.`,
    expected: 'another version',
    got: version,
  })

export const noSuchWeights = (version: string): Issue =>
  fault('NOT_FOUND', 'version', {
    ko: `그 종류에 ${version.slice(0, 40)} 가중치가 없습니다.`,
    en: `That kind has no weights ${version.slice(0, 40)}.`,
    expected: 'a version as listed by termWeights, or fixed',
    got: version,
  })

/** WEIGHTS_NOT_BETTER: measured on later decisions they were worse, or nothing could be learned. */
export const notBetter = (version: string, reasons: readonly string[]): Issue =>
  fault('WEIGHTS_NOT_BETTER', 'version', {
    ko: `${version} 가중치는 시행할 수 없습니다(${reasons.join(', ')}). 시행 중인 것보다 나빠지지 않는 것만 시행합니다.`,
    en: `The weights ${version} cannot be put in force (${reasons.join(', ')}): only those that are no worse than the ones in force can.`,
    expected: 'a version whose outcome is PROPOSED, or fixed',
    got: version,
  })

/** WEIGHTS_NOT_COMPARED: they were held against weights that are in force no more. */
export const notCompared = (version: string, { comparedWith, now }: { readonly comparedWith: string; readonly now: string }): Issue =>
  fault('WEIGHTS_NOT_COMPARED', 'version', {
    ko: `${version} 가중치는 지금 시행 중인 ${now}이(가) 아니라 ${comparedWith}와(과) 견주었습니다. 다시 학습한 뒤에 시행하십시오.`,
    en: `The weights ${version} were compared with ${comparedWith} and not with ${now}, which is in force now; fit again first.`,
    expected: `a version compared with ${now}, or one that was in force before`,
    got: version,
  })

/** A job of one center was asked for without one, or one of all centers for one of them. */
export const jobNeedsCenter = (isNeeded: boolean, got: string | null): Issue =>
  fault('BAD_USER_INPUT', 'center', {
    ko: isNeeded ? '이 작업은 센터를 적어야 합니다.' : '이 작업은 모든 센터에 하나이므로 센터를 적지 않습니다.',
    en: isNeeded ? 'This job is run for one center; name it.' : 'This job is one for all centers; name none.',
    expected: isNeeded ? 'code of a center' : 'null',
    got: got ?? 'null',
  })
