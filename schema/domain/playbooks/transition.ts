import { issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'

/** A state machine as a table: from each state, the acts that are possible in it and where they lead. */
export type StateTable<State extends string, Act extends string> = Readonly<Record<State, Partial<Readonly<Record<Act, State>>>>>

type Machine<State extends string, Act extends string> = {
  readonly table: StateTable<State, Act>
  /** What it is a machine of, for the sentence of a refusal. */
  readonly noun: { readonly ko: string; readonly en: string }
  /** What people do next in a state, by the names that the hub has for it at its doors. */
  readonly next?: Partial<Readonly<Record<State, { readonly ko: string; readonly en: string }>>>
}

/** The state an act leads to, or WRONG_STATE with the acts that are possible; nothing has happened then. */
export function transition<State extends string, Act extends string>(
  { table, noun, next: nextSteps }: Machine<State, Act>,
  state: State,
  act: Act,
): Outcome<State> {
  const next = table[state][act]
  if (next !== undefined) return accept(next)
  const possible = Object.keys(table[state]).join(', ')
  const step = nextSteps?.[state]
  return refuse(
    issue({
      code: 'WRONG_STATE',
      messageKo: `${noun.ko}의 지금 상태(${state})에서는 ${act}을(를) 할 수 없습니다. ${possible === '' ? '이미 끝났습니다. 새로 시작하십시오.' : `할 수 있는 것: ${possible}`}${step === undefined ? '' : `. 다음: ${step.ko}`}`,
      messageEn: `${noun.en} is ${state}, where ${act} is not possible; ${possible === '' ? 'it has ended, begin a new one' : `possible is ${possible}`}.${step === undefined ? '' : ` Next: ${step.en}`}`,
      expected: possible === '' ? 'a new one' : possible,
      got: `${state}: ${act}`,
    }),
  )
}
