import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addDays } from '../../schema/domain/period.js'
import type { TermDecisionInput } from '../../api/operations/term-decision.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator, type Curator } from '../support/curate.js'
import { listRollups } from '../support/stored-rows.js'
import { rowOf } from '../support/submission-samples.js'

let center: CenterHub
let curator: Curator
beforeAll(async () => {
  center = await startCenterHub()
  curator = await startCurator(center)
})
afterAll(() => center.close())

const LABELS = ['가말', '나말', '다말', 'calls_offered'] as const
const WORDS = LABELS.slice(0, 3)
/** Each series of steps has a center of its own: what one is told is nothing to another. */
const CODES = ['seoul', 'busan', 'daegu', 'incheon', 'gwangju', 'daejeon', 'ulsan', 'sejong', 'jeju', 'gangwon'] as const
const FIRST = '2026-10-01'
/** A thousand decisions, replays and undoings in all, in series of a hundred. */
const SERIES = 10
const STEPS = 100

const days = fc.record({ from: fc.option(fc.integer({ min: 0, max: 5 })), length: fc.option(fc.integer({ min: 1, max: 4 })) })

type Step =
  | { readonly kind: 'send'; readonly rows: readonly { readonly label: string; readonly day: number; readonly value: number }[] }
  | { readonly kind: 'decide'; readonly word: number; readonly said: Partial<TermDecisionInput> }
  | { readonly kind: 'suspend'; readonly word: number; readonly effective: TermDecisionInput['effective'] }
  | { readonly kind: 'undo'; readonly place: number }

const rangeOf = ({ from, length }: { from: number | null; length: number | null }) => ({
  from: from === null ? null : addDays(FIRST, from),
  to: length === null ? null : addDays(FIRST, (from ?? 0) + length),
})

const said = fc.record({
  target: fc.constantFrom('measure:calls_offered', 'measure:calls_answered', 'measure:talk_seconds', null),
  status: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'proposed' as const, 'rejected' as const),
  isNegated: fc.constantFrom(false, false, false, false, true),
  effective: days.map(rangeOf),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      rows: fc.array(
        fc.record({ label: fc.constantFrom(...LABELS), day: fc.integer({ min: 0, max: 5 }), value: fc.integer({ min: 0, max: 9 }) }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('decide' as const), word: fc.nat(2), said }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('suspend' as const), word: fc.nat(2), effective: days.map(rangeOf) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), place: fc.nat(5) }) },
)

async function take(code: string, decisions: string[], one: Step): Promise<void> {
  switch (one.kind) {
    case 'send': {
      const rows = one.rows.map(({ label, day, value }) => rowOf({ measure: label, unit: null, periodStart: addDays(FIRST, day), value }))
      valueOf(await center.submit(code, { rows }))
      return
    }
    case 'decide': {
      const outcome = await curator.decide(await curator.termOf(code, WORDS[one.word] ?? ''), {
        ...one.said,
        evidenceHash: `${decisions.length}`,
      })
      if (outcome.ok) decisions.unshift(outcome.value.decision)
      return
    }
    case 'suspend':
      await curator
        .suspend(await curator.termOf(code, WORDS[one.word] ?? ''), one.effective)
        .then(({ decision }) => decisions.unshift(decision))
        .catch(() => undefined)
      return
    case 'undo': {
      const outcome = await curator.undo(decisions[one.place] ?? '')
      if (outcome.ok) decisions.unshift(outcome.value.decision)
    }
  }
}

/** Every row is somewhere: in the receipt's own words, and value by value where it landed. */
async function faults() {
  return center.database.owner<{ fault: string }[]>`
    select 'lost in ' || submission_no as fault from submission_conservation
    where lost <> 0 or received <> facts + held + voided + rejected or least(facts, held, voided) < 0
    union all
    select 'two meanings of ' || a.source_term_id from term_mapping_versions a
    join term_mapping_versions b on b.center_id = a.center_id and b.source_term_id = a.source_term_id and b.no > a.no and a.effective && b.effective
    where a.status = 'active' and b.status = 'active' and not a.negated and not b.negated and a.superseded_at is null and b.superseded_at is null
    union all
    select 'read by a meaning that does not stand: ' || o.period_start from observations o
    cross join unnest(o.mapping_versions) as used (no)
    join term_mapping_versions v on v.center_id = o.center_id and v.no = used.no
    where not exists (select from term_mapping_versions s
      where s.center_id = v.center_id and s.mapping_id = v.mapping_id and s.status = 'active' and s.superseded_at is null and s.effective @> o.period_start)
    union all
    select 'waits for a word that has a meaning: ' || h.starts_on from held_rows h
    join term_mapping_versions s on s.center_id = h.center_id and s.source_term_id = h.source_term_id and s.status = 'active' and not s.negated
      and s.superseded_at is null and s.effective @> h.starts_on
    join term_mappings m on m.center_id = s.center_id and m.id = s.mapping_id and m.target is not null
    where h.state = 'held' and h.reasons && array['WORD_UNKNOWN', 'WORD_REJECTED', 'WORD_SUSPENDED']
    union all
    select 'gap in revisions of ' || o.period_start from observations o
    where o.revision <> 1 + (select count(*) from observation_history i where i.center_id = o.center_id and i.measure_id = o.measure_id
      and i.period_start = o.period_start and i.period_type = o.period_type and i.cell_id = o.cell_id)`
}

it('S11: after 1,000 random decisions, replays and undoings of words every row is conserved, and values stand by meanings that stand', async () => {
  let series = 0
  let taken = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: STEPS, maxLength: STEPS }), async steps => {
      const code = CODES[series++ % CODES.length] ?? ''
      const decisions: string[] = []
      valueOf(await center.submit(code, { rows: WORDS.map(measure => rowOf({ measure, unit: null, periodStart: FIRST, value: 1 })) }))
      for (const one of steps) await take(code, decisions, one)
      taken += decisions.length
      expect(await faults()).toEqual([])
      expect(await listRollups(center.database.owner, 'stored')).toEqual(await listRollups(center.database.owner, 'rebuilt'))
    }),
    { numRuns: SERIES, endOnFailure: true },
  )
  expect(taken).toBeGreaterThan(series * 30)
}, 180_000)
