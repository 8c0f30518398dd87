import { freezeBaselines } from '../../api/operations/freeze-baselines.js'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import type { Resolution } from '../../api/operations/resolution.js'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { valueOf } from '../support/center-hub.js'
import type { HubServer } from '../support/hub-server.js'
import { dimensionsOf, EMPTY_BATCH, rowOf } from '../support/submission-samples.js'
import { Baselines } from './baselines.js'
import { Standings, type Entry, type Row } from './ledger.js'
import { measureOf } from './definitions.js'
import type { PeriodKind } from './days.js'
import { CENTERS } from './registry.js'
import { freedBy, isUnread, sayAgain, type UnreadRow } from './unread.js'
import type { World } from './world.js'

const HELD = `query ($after: String) { heldRows(state: null, first: 500, after: $after) {
  endCursor hasNextPage nodes { id state sourceRow } } }`
type HeldNode = { readonly id: string; readonly state: string; readonly sourceRow: number }

/** Hands a world in, one act after the other at a later instant each, and keeps what the hub said it accepted. */
export class History {
  readonly entries: Entry[] = []
  readonly baselines = new Baselines()
  /** An instant after each act and before the next. */
  readonly instants: string[] = []
  private readonly hub: HubServer
  private readonly world: World
  private readonly rows = new Map<number, Row>()
  private readonly held = new Map<string, { readonly state: string; readonly row: Row }>()
  private readonly corrections = new Map<string, string>()
  private readonly sentWith = new Map<number, readonly Row[]>()
  private acts = 0
  private at = ''

  constructor(hub: HubServer, world: World) {
    this.hub = hub
    this.world = world
  }

  /** First all rows, then revisions, retractions and answers about held rows, center by center in a random order. */
  async run(): Promise<void> {
    for (const { center, rows } of this.world.parts()) await this.submit(center, rows)
    await this.freeze()
    for (const center of this.world.random.shuffle([...CENTERS, ...CENTERS])) await this.revise(center)
    for (const center of CENTERS) await this.sayAgain(center)
    for (const center of CENTERS) await this.retract(center)
    for (const center of CENTERS) await this.settle(center)
    await this.freeze()
  }

  /** The job of the nights that are complete, once in the middle and once at the end: what it makes does not depend on when. */
  private async freeze(): Promise<void> {
    await this.advance()
    const { centerIds } = await this.hub.hub.standards()
    for (const center of CENTERS) {
      let isDone = false
      while (!isDone) isDone = (await freezeBaselines(this.hub.hub, centerIds.get(center) ?? 0)).isDone
    }
    this.baselines.freeze(this.entries, this.at)
  }

  private async submit(center: string, rows: readonly Row[], reason: string | null = null): Promise<void> {
    if (rows.length === 0) return
    await this.advance()
    for (const row of rows) {
      this.rows.set(row.line, row)
      if (isUnread(row)) this.sentWith.set(row.line, rows)
    }
    const differs = rows.some(row => row.differs)
    const batch = {
      ...EMPTY_BATCH,
      edition: '2025.1',
      strategy: reason === null ? ('MERGE' as const) : ('RETRACT' as const),
      reason,
      parameters: differs ? [{ name: 'quick_threshold_seconds', value: 30 }] : [],
      rows: rows.map(({ line, measure, period, start, items, value, status }) =>
        rowOf({
          measure,
          unit: null,
          periodType: period,
          periodStart: start,
          dimensions: dimensionsOf(items),
          value,
          status,
          sourceRow: line,
        }),
      ),
    }
    const request = { idempotencyKey: `act-${this.acts}`, uploadId: null, isDryRun: false, dryRunHash: null, batch }
    const { outcomes } = valueOf(await submitStatistics(this.hub.hub, await this.callerOf(center), request)).stored.record
    rows.forEach((row, index) => this.note(row, outcomes[index] ?? ''))
    const freed = reason === null ? freedBy(this.unreadOf(center), rows, outcomes) : new Set<number>()
    const waited = new Map(this.unreadOf(center).map(({ row }) => [row.line, row]))
    await this.followHeld(center)
    const left = new Set(this.unreadOf(center).map(({ row }) => row.line))
    for (const [line, row] of waited)
      if (freed.has(line) === left.has(line)) throw new Error(`${JSON.stringify(row)} ${freed.has(line) ? 'waits' : 'was let go'}.`)
  }

  /** Rows of a center that wait for their item. */
  private unreadOf(center: string): readonly UnreadRow[] {
    const waiting = [...this.held.values()].filter(({ state, row }) => state === 'HELD' && row.center === center && isUnread(row))
    return waiting.map(({ row }) => ({ row, sentWith: this.sentWith.get(row.line) ?? [] }))
  }

  /** Of the rows that wait for their item some are said again, whole or not, with all that came with them in their table. */
  private async sayAgain(center: string): Promise<void> {
    const { random } = this.world
    for (const waiting of this.unreadOf(center).slice(0, 12)) {
      if (!random.chance(0.8) || !this.unreadOf(center).some(({ row }) => row.line === waiting.row.line)) continue
      await this.submit(center, sayAgain(this.world, waiting))
    }
  }

  /** i, v: inserted and revised; t: retracted; u, x, q: nothing of it stands. */
  private note(row: Row, outcome: string): void {
    if (outcome === 'i' || outcome === 'v') this.entries.push({ at: this.at, kind: 'stands', row })
    else if (outcome === 't') this.entries.push({ at: this.at, kind: 'gone', row })
    else if (outcome !== 'u' && outcome !== 'q') throw new Error(`${JSON.stringify(row)} ended as "${outcome}".`)
  }

  /** What became of held rows: some wait now, some landed by themselves, some were overtaken (S11). */
  private async followHeld(center: string): Promise<void> {
    const now = (await this.listHeld(center)).toSorted((a, b) => a.sourceRow - b.sourceRow)
    const left = now.filter(({ id, state }) => state !== 'HELD' && this.held.get(id)?.state === 'HELD')
    const came = now.filter(({ id }) => !this.held.has(id))
    for (const { id, state, sourceRow } of [...left, ...came]) {
      const row = this.rows.get(sourceRow)
      if (row === undefined) throw new Error(`Held row ${id} has no line ${sourceRow}.`)
      if (!this.held.has(id)) this.entries.push({ at: this.at, kind: 'held', row })
      if (state !== 'HELD') this.leave(id, state, row)
      this.held.set(id, { state, row })
    }
    if (left.length > 0) this.restoreHeld(center)
  }

  private leave(id: string, state: string, row: Row): void {
    this.entries.push({ at: this.at, kind: 'settled', row })
    const corrected = this.corrections.get(id)
    if (state === 'REPLAYED') this.entries.push({ at: this.at, kind: 'stands', row })
    else if (state === 'CORRECTED' && corrected !== undefined)
      this.entries.push({ at: this.at, kind: 'stands', row: { ...row, value: corrected } })
    else if (state !== 'WITHDRAWN' && state !== 'SUPERSEDED') throw new Error(`Held row ${id} is ${state}.`)
  }

  /** Two rows may wait for one cell; when one leaves, the other still waits. */
  private restoreHeld(center: string): void {
    for (const { state, row } of this.held.values())
      if (state === 'HELD' && row.center === center) this.entries.push({ at: this.at, kind: 'held', row })
  }

  private async listHeld(center: string): Promise<readonly HeldNode[]> {
    const token = await this.tokenOf(center)
    const found: HeldNode[] = []
    for (let after: string | null = null; ;) {
      const { data, errors } = await this.hub.graphql(HELD, { after }, token)
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      const page: { nodes: HeldNode[]; endCursor: string; hasNextPage: boolean } = data.heldRows
      found.push(...page.nodes)
      if (!page.hasNextPage) return found
      after = page.endCursor
    }
  }

  private async revise(center: string): Promise<void> {
    const { random } = this.world
    const rows = this.standingOf(center).filter(() => random.chance(0.06))
    const next = rows.map(row => {
      const isSlip = random.chance(0.08) && (row.measure === 'answered' || row.measure === 'wait_sum')
      const number = isSlip ? 100_000_000 : Math.max(0, Math.round(Number(row.value ?? 50) * (0.7 + random.next() * 0.5)))
      const isSilent = random.chance(0.05)
      const status = isSilent ? random.pick(['missing', 'outage', 'not_collected'] as const) : 'revised'
      return this.world.row({ ...row, value: isSilent ? null : String(number), status, differs: false })
    })
    await this.submit(center, next)
  }

  private async retract(center: string): Promise<void> {
    const rows = this.standingOf(center).filter(() => this.world.random.chance(0.02))
    await this.submit(
      center,
      rows.map(row => this.world.row({ ...row, value: null, status: null, differs: false })),
      'sent by mistake',
    )
  }

  /** Of the rows that wait, some are sent again, some are confirmed, corrected or withdrawn, and some go on waiting. */
  private async settle(center: string): Promise<void> {
    const { random } = this.world
    const waiting = [...this.held].filter(([, { state, row }]) => state === 'HELD' && row.center === center)
    const again = waiting.filter(() => random.chance(0.2)).map(([, { row }]) => row)
    await this.submit(
      center,
      again.map(row => this.world.row({ ...row, value: '0', status: 'provisional', differs: false })),
    )
    const still = [...this.held].filter(([, { state, row }]) => state === 'HELD' && row.center === center && random.chance(0.4))
    if (still.length === 0) return
    await this.advance()
    const said = still.map(([heldRow]): Resolution => {
      const action = random.pick(['CONFIRM', 'CORRECT', 'WITHDRAW'] as const)
      if (action === 'CORRECT') this.corrections.set(heldRow, '1')
      return { heldRow, action, value: action === 'CORRECT' ? '1' : undefined, reason: 'asked the switch room' }
    })
    valueOf(await resolveHeldRows(this.hub.hub, await this.callerOf(center), said))
    await this.followHeld(center)
  }

  private standingOf(center: string): readonly Row[] {
    const rows: Row[] = []
    for (const { place, items } of new Standings(this.entries).standing()) {
      const [of = '', measure = '', period = '', start = ''] = place.split(' ')
      if (of !== center) continue
      const value = String(this.world.random.integer(0, measureOf(measure).unit === 'seconds' ? 4000 : 90))
      rows.push({ line: 0, center, measure, period: period as PeriodKind, start, items, value, status: null, differs: false }) // as the place was written
    }
    return rows
  }

  /** Acts are a minute apart, from midnight of the day of the questions on. */
  private async advance(): Promise<void> {
    const minute = ++this.acts
    const padded = (value: number): string => String(value).padStart(2, '0')
    const time = `2026-04-02T${padded(Math.floor(minute / 60))}:${padded(minute % 60)}`
    this.at = `${time}:00+09:00`
    this.instants.push(`${time}:30+09:00`)
    await this.hub.database.setClock(this.at)
  }

  private async callerOf(code: string): Promise<Caller> {
    const center = (await this.hub.hub.standards()).centers.get(code)
    if (center === undefined) throw new Error(`No center ${code}.`)
    return { subject: `${code}-client`, kind: 'client', center, scopes: new Set(['stats:write' as const]) }
  }

  private readonly tokens = new Map<string, Promise<string>>()
  private tokenOf(center: string): Promise<string> {
    const token = this.tokens.get(center) ?? this.hub.token(`${center}-client`)
    this.tokens.set(center, token)
    return token
  }
}
