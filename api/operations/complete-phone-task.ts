import {
  completeTask,
  findPhoneTask,
  listPhoneTasks,
  lockPhoneTask,
  type PhoneResult,
  type PhoneTask,
} from '../../db/queries/phone-tasks.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstant, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { actOnPlaybooks, notePlaybookAct, sha256 } from './playbook-act.js'
import { notFound, playbookFault } from './playbook-refusals.js'
import { checkFreeText } from './text-refusals.js'

/** A call as it is kept. */
export type Call = PhoneTask

export type PhoneTaskToComplete = {
  readonly task: string
  /** The desk that called. */
  readonly desk: string
  readonly result: PhoneResult
  readonly note: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LONGEST_DESK = 80
const LONGEST_NOTE = 500

/** Keeps which desk called a center and what came of it. It answers nothing for the center: only the center's own answer stops its ladder. */
export const completePhoneTask = (hub: Hub, caller: Caller, input: PhoneTaskToComplete): Promise<Outcome<PhoneTask>> =>
  actOnPlaybooks(hub, caller, async place => {
    const { task: id, result } = input
    const desk = input.desk.trim()
    const note = input.note?.trim() === '' ? null : (input.note?.trim() ?? null)
    const faults = [...checkWords('desk', desk, LONGEST_DESK), ...(note === null ? [] : checkWords('note', note, LONGEST_NOTE))]
    if (faults.length > 0) return refuse(...faults)
    const found = UUID.test(id) ? await lockPhoneTask(place.tx, id) : null
    if (found === null) return refuse(notFound('task', id))
    if (found.completedAt !== null) return refuse(alreadyCompleted())
    await completeTask(place.tx, { id, actor: place.actor, desk, result, note })
    const { activationId: activation, messageId: message, centerId: center } = found
    const subject = { task: found.id, activation, message, center, result, desk: sha256(desk) }
    await notePlaybookAct(place, 'phoneTask.completed', subject)
    const completed = await findPhoneTask(place.tx, id)
    if (completed === null) throw new Error(`Phone task ${id} is gone.`)
    return accept(completed)
  })

function checkWords(field: string, text: string, longest: number): readonly Issue[] {
  if (text.length >= 1 && text.length <= longest) return checkFreeText(text, ['input', field])
  return [
    playbookFault('BAD_USER_INPUT', [field], {
      ko: `1~${longest}자로 적으십시오. 사람 이름은 적지 않습니다.`,
      en: `Write 1 to ${longest} characters; no name of a person.`,
      expected: `1..${longest} characters`,
      got: String(text.length),
    }),
  ]
}

const alreadyCompleted = (): Issue =>
  playbookFault('WRONG_STATE', ['task'], {
    ko: '이 전화는 이미 결과가 적혀 있습니다.',
    en: 'What came of this call is kept already.',
    expected: 'a call that is still to be made, as listed by phoneTasks',
  })

export type PhoneTaskQuestion = {
  readonly activation: string | null
  readonly isOpen: boolean
  readonly first: number
  readonly after: string | null
}

const isPlace = (place: unknown): place is [string, string] =>
  Array.isArray(place) && place.length === 2 && isInstant(place[0]) && typeof place[1] === 'string'

/** Calls that people make, the oldest first. */
export async function listCalls(
  hub: Hub,
  caller: Caller,
  { activation, isOpen, first, after }: PhoneTaskQuestion,
): Promise<Outcome<Page<PhoneTask>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { activationId: activation, isOpen, after: place.value, limit: size.value + 1 }
  const tasks = await hub.db.transaction(playbookContextOf(caller), tx => listPhoneTasks(tx, page), { isReadOnly: true })
  return accept(toPage(tasks, size.value, ({ openedAt, id }) => [openedAt, id]))
}
