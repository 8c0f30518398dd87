import { questionIssue } from '../../schema/domain/figures/figure-issues.js'
import type { Issue } from '../../schema/domain/issue.js'

/** Who wants a turn: the center or client, and a signal that says when it has left; null where nobody can. */
export type Asker = { readonly tenant: string; readonly gone: AbortSignal | null }

/** Large questions of one tenant that wait while others are answered: a document holds four of them. */
const MOST_WAITING = 4
/** What a turn is taken to last before any has ended. */
const FIRST_GUESS_MS = 2_000
const LONGEST_RETURN_S = 60

/**
 * Large questions for figures one after another in this process: at once they would hold every connection and let the submissions of a night wait
 * for them. Each tenant has a line of its own and the lines take turns, so that whoever asks without end waits for itself. What is scarce is the
 * event loop of the process, so the turns are kept in it and not in the database.
 */
export class FigureTurns {
  /** Tenants that wait, the one whose turn is next first. */
  private readonly lines = new Map<string, (() => void)[]>()
  private isTaken = false
  private usualMs = FIRST_GUESS_MS

  /** In how many seconds the tenant may come back; null while it may wait. */
  secondsToReturn(tenant: string): number | null {
    const own = this.lines.get(tenant)?.length ?? 0
    if (own < MOST_WAITING) return null
    return Math.min(LONGEST_RETURN_S, Math.ceil((own * this.lines.size * this.usualMs) / 1_000))
  }

  /**
   * Does the work when it is the tenant's turn and every earlier question of it is answered, however that ended. Whoever leaves is dropped from the
   * line, and the reason of the signal is thrown.
   */
  async take<T>({ tenant, gone }: Asker, work: () => Promise<T>): Promise<T> {
    gone?.throwIfAborted()
    if (this.isTaken) await this.waitInLine(tenant, gone)
    else this.isTaken = true
    const since = performance.now()
    try {
      gone?.throwIfAborted()
      return await work()
    } finally {
      this.usualMs = 0.8 * this.usualMs + 0.2 * (performance.now() - since)
      this.callNext()
    }
  }

  private waitInLine(tenant: string, gone: AbortSignal | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = () => {
        gone?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        const line = this.lines.get(tenant) ?? []
        line.splice(line.indexOf(call), 1)
        if (line.length === 0) this.lines.delete(tenant)
        reject(gone?.reason as Error) // what was given to abort(): a ClientGone
      }
      gone?.addEventListener('abort', leave, { once: true })
      const line = this.lines.get(tenant)
      if (line === undefined) this.lines.set(tenant, [call])
      else line.push(call)
    })
  }

  /** Hands the turn to the tenant that has waited longest since its last one, which goes to the end of the round. */
  private callNext(): void {
    const [next] = this.lines
    if (next === undefined) {
      this.isTaken = false
      return
    }
    const [tenant, line] = next
    const call = line.shift()
    this.lines.delete(tenant)
    if (line.length > 0) this.lines.set(tenant, line)
    call?.()
  }
}

/** Refuses one large question more than may wait. */
export const tooManyWaiting = (seconds: number): Issue =>
  questionIssue('QUESTIONS_WAITING', ['input'], {
    ko: `이 기관의 큰 질문 ${MOST_WAITING}건이 이미 차례를 기다리고 있습니다. ${seconds}초 뒤에 다시 물으십시오.`,
    en: `${MOST_WAITING} large questions of yours wait for their turn already; ask again in ${seconds} s.`,
    expected: `again in ${seconds} s, or a smaller question`,
    got: `more than ${MOST_WAITING} waiting`,
  })
