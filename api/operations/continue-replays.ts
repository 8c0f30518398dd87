import { appendAudit } from '../../db/queries/audit.js'
import { lockCenter, requireToday } from '../../db/queries/submissions.js'
import { claimReplay, listOpenReplays, noteReplay, type TermReplay } from '../../db/queries/term-replays.js'
import { listWaitingRows } from '../../db/queries/word-rows.js'
import type { Tx } from '../../db/transaction.js'
import type { Hub } from '../hub.js'
import { eachInTurn } from './each-in-turn.js'
import { replayRows } from './replay-word.js'
import { MOST_ROWS_AT_ONCE } from './settle-decision.js'
import { startWork } from './start-work.js'

type ReplayHub = Pick<Hub, 'db' | 'standards'>

const ACTOR = 'job:replay-held-words'
const TIME_LIMIT_MS = 60_000

/**
 * Goes on with replays that had more rows than one transaction takes, a batch of each at a time until none is left. One that fails holds up no other, and is thrown when all have had
 * their turn. Of one center alone where it is given. Returns rows tried, by center.
 */
export async function continueReplays(
  hub: ReplayHub,
  signal: AbortSignal,
  centerId: number | null = null,
): Promise<ReadonlyMap<number, number>> {
  const tried = new Map<number, number>()
  const open = await hub.db.transaction({ centerId: null, role: 'jobs' }, tx => listOpenReplays(tx, centerId), { isReadOnly: true })
  const work = async (replay: TermReplay) => {
    for (let rows = await continueReplay(hub, replay); rows > 0; rows = await continueReplay(hub, replay)) {
      tried.set(replay.center_id, (tried.get(replay.center_id) ?? 0) + rows)
      signal.throwIfAborted()
    }
  }
  await eachInTurn(open, { nameOf: ({ id }) => `replay ${id}`, work, ended: signal })
  return tried
}

/** One batch of one replay; 0 where it is finished or somebody else works on it. */
async function continueReplay(hub: ReplayHub, { id, center_id: centerId }: TermReplay): Promise<number> {
  const goOn = async (tx: Tx) => {
    await lockCenter(tx, centerId)
    const replay = await claimReplay(tx, id)
    if (replay === null) return 0
    const before = { submissionNo: replay.after_submission, rowIndex: replay.after_row }
    const rows = await listWaitingRows(tx, centerId, {
      sourceTerm: replay.source_term_id,
      after: before,
      limit: MOST_ROWS_AT_ONCE,
      isFormerOnly: false,
    })
    const work = await startWork(hub, tx, { centerId, actor: ACTOR })
    const { landed, superseded, freed, stillHeld } = await replayRows(work, rows, await requireToday(tx))
    const last = rows.at(-1)
    const after = last === undefined ? before : { submissionNo: last.submission_no, rowIndex: last.row_index }
    await noteReplay(tx, replay, { rowsDone: rows.length, after, isFinished: rows.length < MOST_ROWS_AT_ONCE })
    const counts = { landed: landed.length, superseded: superseded.length, freed: freed.length, stillHeld: stillHeld.length }
    const subject = { replay: id, sourceTerm: replay.source_term_id, ...counts }
    await appendAudit(tx, { chain: centerId, actor: ACTOR, action: 'term.replayed', subject })
    return rows.length
  }
  return hub.db.transaction({ centerId, role: 'jobs' }, goOn, { timeoutMs: TIME_LIMIT_MS })
}
