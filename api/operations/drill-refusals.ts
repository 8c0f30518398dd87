import type { Issue } from '../../schema/domain/issue.js'
import { parseInstant } from '../../schema/domain/instant.js'
import { daysBetween, parseDate } from '../../schema/domain/period.js'
import type { DrillTime } from '../../schema/domain/playbooks/drill.js'
import type { ExerciseScenario } from '../../schema/domain/playbooks/playbook.js'
import { playbookFault } from './playbook-refusals.js'
import { checkOverflow } from './draft-refusals.js'
import type { DrillToPlan } from './drill-to-plan.js'
import type { PlaybookPlace } from './playbook-act.js'

const EXERCISE_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,35}$/
const LONGEST_WINDOW_DAYS = 366
const MOST_BLACKOUT_DAYS = 366
const LONGEST_TARGET_MINUTES = 1_440

const fault = (field: string, ko: string, en: string, expected: string): Issue =>
  playbookFault('DRILL_INVALID', [field], { ko, en, expected })

export const scenarioUnknown = (got: string, known: readonly string[]): Issue =>
  playbookFault('PLAYBOOK_UNKNOWN', ['scenario'], {
    ko: `훈련 시나리오 "${got.slice(0, 40)}"이(가) 없습니다.`,
    en: `There is no exercise scenario "${got.slice(0, 40)}".`,
    expected: known.join(', '),
    got,
  })

export const startOrWindow = (): Issue =>
  fault(
    'startsAt',
    '예고한 훈련은 startsAt, 예고 없는 훈련은 window 하나만 적고, 반복은 6개월이나 12개월로 적으십시오.',
    'Give startsAt for an announced drill or a window for an unannounced one, which may come again every 6 or 12 months.',
    'startsAt or window',
  )

export const planIsOver = (got: string): Issue =>
  playbookFault('DRILL_INVALID', ['plan'], {
    ko: `이 계획의 때가 이미 지났습니다(${got}). editDrillPlan으로 새 시각이나 기간을 적고 승인받으십시오.`,
    en: `The time of this plan has passed (${got}); give it another one with editDrillPlan and have that approved.`,
    expected: 'a plan whose beginning or window is still to come',
    got,
  })

export const drillRuns = (id: string): Issue =>
  playbookFault('WRONG_STATE', ['plan'], {
    ko: `이 계획의 훈련 ${id}이(가) 진행 중입니다. 먼저 abortDrill로 멈추십시오.`,
    en: `Drill ${id} of this plan is running; abort it first.`,
    expected: 'a plan none of whose drills is running',
    got: id,
  })

export const instantNotForYou = (): Issue =>
  playbookFault('FORBIDDEN', ['drill'], {
    ko: '참가하는 센터의 사람은 예고 없는 훈련의 시작 시각을 볼 수 없습니다.',
    en: 'Nobody of a center that takes part is told when an unannounced drill begins.',
    expected: 'a coordinator of the council or of a center that takes no part',
  })

type Checked = { readonly input: DrillToPlan; readonly time: DrillTime; readonly scenario: ExerciseScenario }

/** Everything against who takes part and when, apart from the texts. */
export function checkDrill({ input, time, scenario }: Checked, { standards, now, today }: PlaybookPlace): readonly Issue[] {
  const known = input.participants.length > 0 && input.participants.every(center => standards.centerIds.has(center))
  const isTwice = new Set([...input.participants, ...input.overflow]).size < input.participants.length + input.overflow.length
  const centers = '서로 다른 등록된 센터가 한 곳 이상 있어야 합니다.'
  return [
    ...(EXERCISE_ID.test(input.exerciseId)
      ? []
      : [
          fault(
            'exerciseId',
            '훈련 번호는 영문자, 숫자, 붙임표 36자까지입니다.',
            'An exercise id has up to 36 letters, digits and hyphens.',
            'EXR-2026-01',
          ),
        ]),
    ...(known && !isTwice
      ? []
      : [fault('participants', `참가 센터: ${centers}`, 'Name registered centers, each once.', 'codes of centers, each once')]),
    ...checkOverflow(input.overflow, standards),
    ...checkTime(time, { now, today }),
    ...input.injects.flatMap(change => checkChange(change, scenario)),
  ]
}

function checkTime(time: DrillTime, { now, today }: Pick<PlaybookPlace, 'now' | 'today'>): readonly Issue[] {
  if ('startsAt' in time) {
    const isLater = parseInstant(time.startsAt) !== null && Date.parse(time.startsAt) > Date.parse(now)
    return isLater
      ? []
      : [fault('startsAt', '시작 시각은 지금보다 뒤여야 합니다.', 'A drill begins later than now.', 'an instant later than now')]
  }
  const { from, to, blackoutDays } = time
  const isWindow =
    parseDate(from) !== null && parseDate(to) !== null && from <= to && to >= today && daysBetween(from, to) < LONGEST_WINDOW_DAYS
  const isShorter = time.everyMonths === null || (isWindow && daysBetween(from, to) < time.everyMonths * 28)
  const areDays = blackoutDays.length <= MOST_BLACKOUT_DAYS && blackoutDays.every(day => parseDate(day) !== null)
  return [
    ...(isWindow && isShorter
      ? []
      : [
          fault(
            'window',
            '기간은 오늘 이후의 날짜로 끝나고, 1년 이내이며, 반복 간격보다 짧아야 합니다.',
            'A window ends today or later, lasts a year at most, and less than the months until it comes again.',
            'two days, the first one first',
          ),
        ]),
    ...(areDays
      ? []
      : [
          fault(
            'blackoutDays',
            '제외할 날짜를 날짜로 366일까지 적으십시오.',
            'Blackout days are days, 366 at most.',
            'days such as 2026-12-25',
          ),
        ]),
  ]
}

function checkChange({ no, ackMinutes, applyMinutes }: DrillToPlan['injects'][number], { injects }: ExerciseScenario): readonly Issue[] {
  // One more than the scenario has: the end that is added where it has none.
  const isThere = Number.isInteger(no) && no >= 1 && no <= injects.length + 1
  const areMinutes = [ackMinutes, applyMinutes].every(minutes => minutes === null || (minutes >= 1 && minutes <= LONGEST_TARGET_MINUTES))
  return isThere && areMinutes
    ? []
    : [
        fault(
          'injects',
          `훈련 상황은 1~${injects.length}번이고, 목표 시간은 1~${LONGEST_TARGET_MINUTES}분입니다.`,
          `Injects are numbered 1 to ${injects.length}; targets are 1 to ${LONGEST_TARGET_MINUTES} minutes.`,
          'numbers of injects, minutes',
        ),
      ]
}
