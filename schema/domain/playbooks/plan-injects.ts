import type { PlannedInject, PlannedMessage } from './drill.js'
import { withExamples } from './drill-values.js'
import { LEVEL_POLICY } from './level-policy.js'
import type { PlaceholderValues } from './placeholder-value.js'
import { LEVELS, type ExerciseScenario, type Level, type Playbook, type PlaybookLibrary } from './playbook.js'

/** What a coordinator says of one inject beside the scenario; null leaves it as it is. */
export type InjectChange = {
  readonly no: number
  readonly level: Level | null
  readonly ackMinutes: number | null
  readonly applyMinutes: number | null
  readonly values: PlaceholderValues
}

type Material = {
  readonly scenario: ExerciseScenario
  readonly playbook: Playbook
  readonly library: PlaybookLibrary
  readonly values: PlaceholderValues
  readonly changes: readonly InjectChange[]
}

const MESSAGE = 'message'
const CORRECTS = /바로잡/u
const ENDS = /해제/u
const MARK = /^\[훈련\]\s*/u
/** 수신확인 10분 안, 5분 안 확인 */
const TARGET = /확인 (\d{1,3})분 안|(\d{1,3})분 안 (?:수신)?확인/u

/**
 * The injects of a scenario in order, numbered from 1. Those of type `message` go to the centers: the level is the one their text names, or that of the message before;
 * a 바로잡음 corrects, a 해제 ends. Targets are the change's, else what the scenario expects, else the level's. Where no message ends the drill, one is added in its last minute. All
 * others are cues for those who conduct it: a call, a fault or a fact is played, and a text of it on the screens would replace the instructions it is to try.
 */
export function planInjects({ scenario, playbook, library, values, changes }: Material): readonly PlannedInject[] {
  const ordered = scenario.injects.toSorted((a, b) => a.t - b.t)
  const hasEnd = ordered.some(({ type, text }) => type === MESSAGE && ENDS.test(text))
  const last = { t: scenario.duration_min - 1, to: '모든 센터', type: MESSAGE, text: '훈련 상황 해제', expect: '훈련 문구를 모두 거둠' }
  const all = hasEnd ? ordered : [...ordered, last]
  const planned: PlannedInject[] = []
  let level = playbook.levels[0] ?? 'attention'
  for (const [i, { t, to, type, text, expect }] of all.entries()) {
    const said = text.replace(MARK, '')
    const change = changes.find(({ no }) => no === i + 1) ?? null
    if (type === MESSAGE) level = change?.level ?? levelIn(said, library) ?? level
    const message = type === MESSAGE ? planMessage({ said, expect, level, change }, { playbook, library, values }) : null
    planned.push({ no: i + 1, minute: t, kind: type, recipient: to, said, expected: expect, message })
  }
  return planned
}

type Said = { readonly said: string; readonly expect: string; readonly level: Level; readonly change: InjectChange | null }

function planMessage(
  { said, expect, level, change }: Said,
  { playbook, library, values }: Omit<Material, 'scenario' | 'changes'>,
): PlannedMessage {
  const purpose = ENDS.test(said) ? 'ALL_CLEAR' : CORRECTS.test(said) ? 'CORRECT' : 'INFORM'
  const { ackDue, applyDue } = LEVEL_POLICY[level]
  const twin = purpose === 'INFORM' ? [] : library.requiredIn[purpose === 'CORRECT' ? 'correction' : 'all_clear']
  const names = [...library.requiredEverywhere, ...playbook.sections.key_facts.required, ...twin]
  const [, before, after] = TARGET.exec(expect) ?? []
  const expected = before ?? after
  const minutes = change?.ackMinutes ?? (expected === undefined ? null : Number(expected))
  return {
    purpose,
    level,
    ackSeconds: minutes === null ? ackDue : minutes * 60,
    applySeconds: purpose === 'ALL_CLEAR' ? null : change?.applyMinutes == null ? applyDue : change.applyMinutes * 60,
    values: withExamples({ ...values, ...change?.values }, names, library),
  }
}

/** The level that is named first in a text; null where none is. */
function levelIn(text: string, { levelNames }: PlaybookLibrary): Level | null {
  const found = LEVELS.map(level => ({ level, at: text.indexOf(levelNames[level].ko) })).filter(({ at }) => at >= 0)
  return found.toSorted((a, b) => a.at - b.at)[0]?.level ?? null
}

/** The highest level of a drill: so many have to approve it. */
export const highestLevel = (injects: readonly PlannedInject[]): Level =>
  injects.reduce<Level>((highest, { message }) => {
    const level = message?.level ?? 'attention'
    return LEVELS.indexOf(level) > LEVELS.indexOf(highest) ? level : highest
  }, 'attention')
