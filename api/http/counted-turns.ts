import type { Caller } from '../../schema/domain/centers/caller.js'
import type { DoorRefusal } from './door-refusal.js'

type Limits = {
  /** Of one center, or of one client of the council. */
  readonly ofOne: number
  readonly ofAll: number
  readonly refusal: () => DoorRefusal
}

/** What may be under way in this process at the same time; what is scarce is its memory, so it is counted here and not in the database. */
export class CountedTurns {
  private readonly limits: Limits
  private readonly taken = new Map<string, number>()
  private all = 0

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Takes a turn for the caller and gives back how to end it. Throws the refusal where too many are under way. */
  take(caller: Caller): () => void {
    const { ofOne, ofAll, refusal } = this.limits
    const holder = caller.center?.code ?? `client ${caller.subject}`
    const own = this.taken.get(holder) ?? 0
    if (own >= ofOne || this.all >= ofAll) throw refusal()
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
