import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_MACHINE } from '../../../schema/domain/playbooks/activation-state.js'
import { MESSAGE_MACHINE } from '../../../schema/domain/playbooks/message-state.js'
import { RATIFICATION_MACHINE } from '../../../schema/domain/playbooks/ratification-state.js'
import { RECEIPT_MACHINE } from '../../../schema/domain/playbooks/receipt-state.js'
import { transition, type StateTable } from '../../../schema/domain/playbooks/transition.js'
import { VERSION_MACHINE } from '../../../schema/domain/playbooks/version-state.js'

type Machine = { readonly table: StateTable<string, string>; readonly noun: { readonly ko: string; readonly en: string } }
// Each is a table of its own words; here they are walked as tables of any.
const MACHINES: readonly (readonly [name: string, machine: Machine, start: string])[] = [
  ['a text', VERSION_MACHINE as Machine, 'DRAFT'],
  ['an activation', ACTIVATION_MACHINE as Machine, 'PLANNED'],
  ['a message', MESSAGE_MACHINE as Machine, 'CURRENT'],
  ['a ratification', RATIFICATION_MACHINE as Machine, 'PENDING'],
  ['a receipt', RECEIPT_MACHINE as Machine, 'AWAITING'],
]
const actsOf = ({ table }: Machine) => [...new Set(Object.values(table).flatMap(acts => Object.keys(acts)))]

describe.each(MACHINES)('%s', (_name, machine, start) => {
  it('reaches each of its states from its beginning, and none by itself', () => {
    const reached = new Set([start])
    for (const state of reached) for (const next of Object.values(machine.table[state] ?? {})) if (next !== undefined) reached.add(next)
    expect([...reached].toSorted()).toEqual(Object.keys(machine.table).toSorted())
  })

  it('walks as its table says, refuses everything else by name, and never leaves an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...actsOf(machine), 'dance'), { maxLength: 40 }), acts => {
        let state = start
        for (const act of acts) {
          const next = machine.table[state]?.[act]
          const outcome = transition(machine, state, act)
          expect(outcome).toMatchObject(
            next === undefined ? { ok: false, issues: [{ code: 'WRONG_STATE', got: `${state}: ${act}` }] } : { ok: true, value: next },
          )
          state = outcome.ok ? outcome.value : state
        }
      }),
    )
  })
})

it('nothing is published that was not approved, but a twin and what a commander sends alone', () => {
  const ways = Object.entries(VERSION_MACHINE.table).flatMap(([state, acts]) =>
    Object.entries(acts).flatMap(([act, next]) => (next === 'PUBLISHED' ? [`${state} ${act}`] : [])),
  )
  expect(ways).toEqual(['DRAFT publishTwin', 'DRAFT breakGlass', 'IN_REVIEW breakGlass', 'APPROVED publish', 'SCHEDULED publish'])
})

it('a refusal says what is possible, in both languages', () => {
  const outcome = transition(VERSION_MACHINE, 'SCHEDULED', 'edit')
  expect(outcome.ok ? null : outcome.issues[0]).toMatchObject({
    messageKo: '문안의 지금 상태(SCHEDULED)에서는 edit을(를) 할 수 없습니다. 할 수 있는 것: unschedule, publish, miss',
    messageEn: 'The text is SCHEDULED, where edit is not possible; possible is unschedule, publish, miss.',
    expected: 'unschedule, publish, miss',
  })
})

it.each([
  ['DRAFT', 'publish', 'submitPlaybook'],
  ['IN_REVIEW', 'publish', 'approvePlaybook'],
  ['APPROVED', 'submit', 'broadcastPlaybook'],
] as const)('a text that is %s and cannot %s is told what its people do next, by the name that the hub takes: %s', (state, act, name) => {
  const outcome = transition(VERSION_MACHINE, state, act)
  const [issue] = outcome.ok ? [] : outcome.issues
  for (const said of [issue?.messageKo, issue?.messageEn]) expect(said).toContain(name)
})
