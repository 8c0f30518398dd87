import type { Caller } from '../../schema/domain/centers/caller.js'
import { DoorRefusal } from './door-refusal.js'

/** Files that one center or client may have under way at the same time. */
const OF_ONE = 2
/** Files under way in this process: each holds the cells that its figures are made of until the last one is written. */
const OF_ALL = 6

/** How many files are being written in this process; what is scarce is its memory, so they are counted here and not in the database. */
export class ExportTurns {
  private readonly taken = new Map<string, number>()
  private all = 0

  /** Takes a turn for the caller and gives back how to end it. Throws 429 where too many files are under way. */
  take(caller: Caller): () => void {
    const holder = caller.center?.code ?? `client ${caller.subject}`
    const own = this.taken.get(holder) ?? 0
    if (own >= OF_ONE || this.all >= OF_ALL) throw underWay()
    this.taken.set(holder, own + 1)
    this.all++
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.all--
      const left = (this.taken.get(holder) ?? 1) - 1
      if (left === 0) this.taken.delete(holder)
      else this.taken.set(holder, left)
    }
  }
}

const underWay = () =>
  new DoorRefusal({
    status: 429,
    code: 'EXPORTS_UNDER_WAY',
    messageKo: '다른 내보내기가 진행 중입니다. 잠시 후 다시 보내 주십시오.',
    messageEn: 'Other exports are under way. Send this one again in a while.',
    headers: { 'retry-after': '5' },
  })
