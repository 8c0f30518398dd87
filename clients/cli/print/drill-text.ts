import type { DrillAnswer, DrillReport, DrillTrend } from '../../sdk/index.js'
import { drawTable } from './draw-table.js'

const VERDICTS: Readonly<Record<DrillAnswer['acknowledgedAs'], string>> = {
  MET: '제때 met',
  LATE: '늦음 late',
  MISSED: '놓침 missed',
  REJECTED: '거절 rejected',
  LEFT: '빠짐 left',
  OVERTAKEN: '교체됨 overtaken',
  OPEN: '기다림 open',
  NOT_ASKED: '묻지 않음 not asked',
}
const STATES: Readonly<Record<DrillReport['drill']['state'], string>> = {
  WAITING: '기다림 waiting',
  RUNNING: '진행 중 running',
  ENDED: '끝남 ended',
  ABORTED: '중단됨 aborted',
  MISSED: '하지 못함 missed',
}

/** 8:05, or 1:08:05; a dash where there is none. Half a second of a median is shown. */
const clock = (seconds: number | null): string => {
  if (seconds === null) return '-'
  const [whole, rest] = [Math.floor(seconds), seconds % 1 === 0 ? '' : '.5']
  const two = (value: number) => `${value}`.padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  return `${minutes < 60 ? minutes : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`}:${two(whole % 60)}${rest}`
}

const within = (seconds: number | null, verdict: DrillAnswer['acknowledgedAs'], target: number | null): string =>
  verdict === 'NOT_ASKED' ? '-' : `${clock(seconds)} / ${clock(target)}\n${VERDICTS[verdict]}`

const HEAD = [
  '상황\ninject',
  '전달\ndelivered',
  '수신\nreceived',
  '확인 / 목표\nacknowledged / target',
  '중앙값\nmedian',
  '적용 / 목표\napplied / target',
  '중앙값\nmedian',
  '비고\nnote',
]

const minuteOf = (instant: string | null): string => (instant === null ? '-' : instant.slice(0, 16).replace('T', ' '))

function centerText({ center, answers, trend }: DrillReport['centers'][number], { injects }: DrillReport, columns: number): string {
  const rows = answers.map(answer => {
    const inject = injects.find(({ no }) => no === answer.inject)
    const notes = [
      answer.rejectReason ?? '',
      answer.escalations === 0 ? '' : `연락처 호출 ${answer.escalations}회 (contacts called)`,
      inject?.isLate === true ? '늦게 나감 (sent late)' : '',
    ]
    return [
      `${answer.inject} ${inject?.said ?? ''}`,
      clock(answer.delivered),
      clock(answer.received),
      within(answer.acknowledged, answer.acknowledgedAs, inject?.ackSeconds ?? null),
      clock(inject?.medians?.acknowledged ?? null),
      within(answer.applied, answer.appliedAs, inject?.applySeconds ?? null),
      clock(inject?.medians?.applied ?? null),
      notes.filter(note => note !== '').join('\n'),
    ]
  })
  const table = drawTable({ head: HEAD, rows, flexible: { 0: 36, 7: 40 }, columns })
  return [center, table, ...trend.map(trendLine)].join('\n')
}

const trendLine = ({ exerciseId, startsAt, met, late, missed, rejected, medianSeconds, councilMedianSeconds }: DrillTrend): string =>
  `  ${minuteOf(startsAt)} ${exerciseId}: 제때 met ${met}, 늦음 late ${late}, 놓침 missed ${missed}, 거절 rejected ${rejected}, 중앙값 median ${clock(medianSeconds)} (협의체 council ${clock(councilMedianSeconds)})`

/** A report for the terminal, center by center in the order it came, the latest of the former drills first. */
export function drillText(report: DrillReport, columns: number): string {
  const { drill, injects, medians, centers } = report
  const cues = injects.filter(({ state }) => state === 'CUED' || state === 'DROPPED' || state === 'REFUSED')
  return [
    `훈련 ${drill.exerciseId} (${drill.id}): ${STATES[drill.state]}${drill.cause === null ? '' : ` (${drill.cause})`}, ${minuteOf(drill.startsAt)} ~ ${minuteOf(drill.endedAt)}, ${drill.isAnnounced ? '예고함 announced' : '예고 없음 unannounced'}`,
    `협의체 중앙값 Council medians: 확인 acknowledged ${clock(medians?.acknowledged ?? null)}, 적용 applied ${clock(medians?.applied ?? null)}`,
    ...centers.map(center => `\n${centerText(center, report, columns)}`),
    ...(centers.length === 0 ? ['문안이 나간 센터가 없습니다. (no message went out)'] : []),
    ...(cues.length === 0 ? [] : ['\n통제관 상황 Played by coordinators:']),
    ...cues.map(({ no, kind, recipient, said, state, doneAt }) => `  ${no} ${kind} → ${recipient}: ${said} [${state}] ${minuteOf(doneAt)}`),
  ].join('\n')
}
