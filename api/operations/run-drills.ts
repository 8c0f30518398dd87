import { lockFreeDrillPlan } from '../../db/queries/drill-plans.js'
import { listDueDrills, listDueRunning, listPlansWithoutDrill, listUndrawn, openRound } from '../../db/queries/drills.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { RowFault, throwTogether } from './each-in-turn.js'
import { fireInject } from './fire-injects.js'
import { inPlaybookTransaction, newPlaybookId, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { drawDrill, startDrill } from './start-drill.js'

const JOB = { actor: 'job:run-drills', agency: 'council', isPerson: false }
const CONTEXT = { centerId: null, role: 'jobs' } as const
/** More than any drill has: a drill that never runs dry is a fault. */
const MOST_INJECTS = 200

/**
 * Does all that is due of drills by the clock of the database: enters the next round of a plan that comes again, draws its instant, begins drills, does their injects in order and ends
 * them. Each is a transaction of its own under the lock of its drill, so twice is harmless and a missed tick heals. One that cannot be settled holds up no other, and is
 * thrown when all have had their turn.
 */
export async function runDrills(hub: Hub): Promise<void> {
  const faults: RowFault[] = []
  let rows = 0
  const each = async (find: () => Promise<readonly string[]>, work: (id: string) => Promise<void>) => {
    for (const id of await find()) {
      rows++
      await work(id).catch((fault: unknown) => void faults.push(new RowFault(id, fault)))
    }
  }
  const act = async <T>(work: (place: PlaybookPlace) => Promise<Outcome<T>>): Promise<T> => {
    const outcome = await inPlaybookTransaction(hub, { who: JOB, context: CONTEXT }, work)
    if (!outcome.ok) throw new Error(`A drill could not be settled: ${outcome.issues.map(({ code }) => code).join(', ')}`)
    return outcome.value
  }
  const list = (find: typeof listUndrawn) => () => hub.db.transaction(CONTEXT, find, { isReadOnly: true })
  await each(list(listPlansWithoutDrill), id => act(place => openNext(place, id)))
  await each(list(listUndrawn), async id => void (await act(place => drawDrill(place, id))))
  await each(list(listDueDrills), async id => void (await act(place => startDrill(place, id))))
  await each(list(listDueRunning), async id => {
    for (let count = 0; (await act(place => fireInject(place, id))) === 'fired'; count++)
      if (count > MOST_INJECTS) throw new Error(`Drill ${id} does not come to its end.`)
  })
  throwTogether(faults, rows)
}

async function openNext(place: PlaybookPlace, planId: string): Promise<Outcome<void>> {
  // Another replica enters it, or somebody changes the plan: the next tick sees what came of it.
  if ((await lockFreeDrillPlan(place.tx, planId)) === null) return accept(undefined)
  const opened = await openRound(place.tx, { planId, drillId: newPlaybookId('EXERCISE', place.now) })
  if (opened !== null) await notePlaybookAct(place, 'drill.entered', { plan: planId, drill: opened.id, round: opened.round })
  return accept(undefined)
}
