import type { HeldRow } from '../../db/queries/held-rows.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import type { Resolution } from './resolution.js'
import { checkFreeText } from './text-refusals.js'

const MOST_RESOLUTIONS = 1_000
const LONGEST_REASON = 500
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const mayNotResolve = (): Issue =>
  issue({
    code: 'FORBIDDEN',
    messageKo: '보류 행은 그 센터의 클라이언트(stats:write)나 협의회 관리자(hub:admin)가 처리합니다.',
    messageEn: 'Held rows are resolved by a client of their center (stats:write) or by a council administrator (hub:admin).',
    expected: 'stats:write at a center, or hub:admin',
  })

/** The same answer for rows of another center and for rows that do not exist. */
export const noSuchRow = (index: number): Issue =>
  issue({
    code: 'NOT_FOUND',
    path: ['resolutions', index, 'heldRow'],
    messageKo: '그런 보류 행이 없습니다.',
    messageEn: 'There is no such held row.',
    expected: 'id of a held row of your center',
  })

export const alreadySettled = (held: HeldRow, index: number): Issue =>
  issue({
    code: 'HELD_ROW_SETTLED',
    path: ['resolutions', index, 'heldRow'],
    messageKo: `이 보류 행은 이미 처리되었습니다(상태 ${held.state}). 값을 바꾸려면 새로 제출하십시오.`,
    messageEn: `This held row is settled already (${held.state}); hand in a new value to change it.`,
    expected: 'held',
    got: held.state,
    sourceRow: held.source_row,
  })

export const notOverridable = (broken: Issue): Issue =>
  issue({
    code: 'RULE_NOT_OVERRIDABLE',
    messageKo: `규칙 ${broken.rule ?? ''}은(는) 확인만으로 넘어갈 수 없습니다. 값을 고치거나 철회하십시오.`,
    messageEn: `Rule ${broken.rule ?? ''} cannot be passed by a confirmation; correct the value or withdraw it.`,
    expected: 'CORRECT or WITHDRAW',
    got: 'CONFIRM',
    sourceRow: broken.sourceRow,
    rule: broken.rule,
  })

const incomplete = (
  code: 'REASON_REQUIRED' | 'VALUE_REQUIRED' | 'VALUE_NOT_EXPECTED',
  index: number,
  said: { ko: string; en: string; expected: string },
): Issue =>
  issue({
    code,
    path: ['resolutions', index, code === 'REASON_REQUIRED' ? 'reason' : 'value'],
    messageKo: said.ko,
    messageEn: said.en,
    expected: said.expected,
  })

function checkOne(resolution: Resolution, index: number, isAdministrator: boolean): readonly Issue[] {
  const { action, value } = resolution
  const reason = (resolution.reason ?? '').trim()
  const faults: Issue[] = []
  faults.push(...checkFreeText(reason, ['resolutions', index, 'reason']))
  if (reason.length > LONGEST_REASON || (reason === '' && (action === 'CONFIRM' || isAdministrator))) {
    const ko = `까닭을 ${LONGEST_REASON}자 이내로 적어야 합니다.`
    faults.push(
      incomplete('REASON_REQUIRED', index, { ko, en: `A reason of up to ${LONGEST_REASON} characters is needed.`, expected: 'a reason' }),
    )
  }
  if (action === 'CORRECT' && (value === undefined || value === null)) {
    const ko = '고칠 값을 넣어야 합니다. 단위는 처음 낸 행의 단위입니다.'
    faults.push(
      incomplete('VALUE_REQUIRED', index, {
        ko,
        en: 'CORRECT needs the right value, in the unit of the row as it came.',
        expected: 'a number',
      }),
    )
  }
  if (action !== 'CORRECT' && value !== undefined && value !== null) {
    const ko = `${action}에는 값을 넣지 않습니다. 값을 바꾸려면 CORRECT를 쓰십시오.`
    faults.push(
      incomplete('VALUE_NOT_EXPECTED', index, { ko, en: `${action} takes no value; use CORRECT to change it.`, expected: 'no value' }),
    )
  }
  return faults
}

/** Held rows have such ids; anything else names none. */
export const isHeldRowId = (text: string): boolean => UUID.test(text)

/** How many resolutions one call takes. */
export const checkLength = (resolutions: readonly Resolution[]): readonly Issue[] =>
  resolutions.length >= 1 && resolutions.length <= MOST_RESOLUTIONS
    ? []
    : [
        issue({
          code: 'BAD_USER_INPUT',
          path: ['resolutions'],
          messageKo: `한 번에 1건에서 ${MOST_RESOLUTIONS}건까지 처리합니다.`,
          messageEn: `One call takes 1 to ${MOST_RESOLUTIONS} resolutions.`,
          expected: `1..${MOST_RESOLUTIONS}`,
          got: String(resolutions.length),
        }),
      ]

/** Everything that stands against the resolutions by themselves, whatever rows they name. */
export function checkResolutions(resolutions: readonly Resolution[], isAdministrator: boolean): readonly Issue[] {
  const seen = new Set<string>()
  return resolutions.flatMap((resolution, index) => {
    const id = resolution.heldRow.toLowerCase()
    const repeated = seen.has(id)
      ? [
          issue({
            code: 'RESOLUTION_REPEATED',
            path: ['resolutions', index, 'heldRow'],
            messageKo: '같은 보류 행이 한 요청에 두 번 나왔습니다.',
            messageEn: 'The same held row is named twice in one call.',
            expected: 'each held row once',
          }),
        ]
      : []
    seen.add(id)
    return [...repeated, ...checkOne(resolution, index, isAdministrator)]
  })
}
