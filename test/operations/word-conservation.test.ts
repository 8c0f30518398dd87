import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCenterHub, type CenterHub } from '../support/center-hub.js'
import { listRollups } from '../support/stored-rows.js'
import { startScene, STEP_KINDS, takeStep, wordStep, type WordScene, type WordStep } from '../support/word-steps.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
  // As the weekly job proposes them, so that they can be switched.
  await center.database.owner`
    insert into term_weight_sets (kind, version, outcome, reasons, decisions, first_decision_at, last_decision_at, inputs_hash, rule_version, compared_with,
      weights, fitted, in_force)
    values ('measure', 'measure-1', 'proposed', '{}', 300, now(), now(), 'test', '1', 'fixed', '{"base": 0, "factors": {}, "calibration": []}', '{}', '{}')`
})
afterAll(() => center.close())

/** Each series of steps has a center of its own: what one is told is nothing to another. What is decided together concerns one further center each. */
const CODES = ['seoul', 'busan', 'daegu', 'incheon', 'gwangju', 'daejeon', 'ulsan', 'sejong', 'jeju', 'gangwon'] as const
const TWINS = ['gyeonggi', 'chungbuk', 'chungnam', 'jeonbuk', 'gyeongbuk', 'gyeongnam'] as const
/** A thousand decisions, replays and undoings in all, in series of a hundred. */
const SERIES = 10
const STEPS = 100

/** Every row is somewhere: in the receipt's own words, and value by value where it landed. Of one center, or of all. */
async function faults(code: string | null) {
  return center.database.owner<{ fault: string }[]>`
    select f.fault from (
      select center_id, 'lost in ' || submission_no as fault from submission_conservation
      where lost <> 0 or received <> facts + held + voided + rejected or least(facts, held, voided) < 0
      union all
      select a.center_id, 'two meanings of ' || a.source_term_id from term_mapping_versions a
      join term_mapping_versions b on b.center_id = a.center_id and b.source_term_id = a.source_term_id and b.no > a.no and a.effective && b.effective
      where a.status = 'active' and b.status = 'active' and not a.negated and not b.negated and a.superseded_at is null and b.superseded_at is null
      union all
      select o.center_id, 'read by a meaning that does not stand: ' || o.period_start from observations o
      cross join unnest(o.mapping_versions) as used (no)
      join term_mapping_versions v on v.center_id = o.center_id and v.no = used.no
      where not exists (select from term_mapping_versions s
        where s.center_id = v.center_id and s.mapping_id = v.mapping_id and s.status = 'active' and s.superseded_at is null and s.effective @> o.period_start)
      union all
      select h.center_id, 'waits for a word that has a meaning: ' || h.starts_on from held_rows h
      join term_mapping_versions s on s.center_id = h.center_id and s.source_term_id = h.source_term_id and s.status = 'active' and not s.negated
        and s.superseded_at is null and s.effective @> h.starts_on
      join term_mappings m on m.center_id = s.center_id and m.id = s.mapping_id and m.target is not null
      where h.state = 'held' and h.reasons && array['WORD_UNKNOWN', 'WORD_REJECTED', 'WORD_SUSPENDED']
      union all
      select o.center_id, 'gap in revisions of ' || o.period_start from observations o
      where o.revision <> 1 + (select count(*) from observation_history i where i.center_id = o.center_id and i.measure_id = o.measure_id
        and i.period_start = o.period_start and i.period_type = o.period_type and i.cell_id = o.cell_id)
    ) f
    join centers c on c.id = f.center_id
    where ${code}::text is null or c.code = ${code}`
}

const play = async (code: string, steps: readonly WordStep[], at: number): Promise<WordScene> => {
  const scene = await startScene(center, code, TWINS[at % TWINS.length] ?? '')
  for (const step of steps) await takeStep(scene, step)
  expect(await faults(code)).toEqual([])
  return scene
}

it('S11: after 1,000 random decisions, replays and undoings of words every row is conserved, and values stand by meanings that stand', async () => {
  let scenes: readonly WordScene[] = []
  const series = fc.array(fc.array(wordStep, { minLength: STEPS, maxLength: STEPS }), { minLength: SERIES, maxLength: SERIES })
  await fc.assert(
    fc.asyncProperty(series, async all => {
      // Three at a time: one reckons while the others wait for the database.
      const played: WordScene[] = []
      const rest = all.map((steps, at) => ({ steps, at }))
      const worker = async (): Promise<void> => {
        for (let next = rest.shift(); next !== undefined; next = rest.shift())
          played.push(await play(CODES[next.at] ?? '', next.steps, next.at))
      }
      await Promise.all([worker(), worker(), worker()])
      scenes = played
      expect(await faults(null)).toEqual([])
      expect(await listRollups(center.database.owner, 'stored')).toEqual(await listRollups(center.database.owner, 'rebuilt'))
    }),
    { numRuns: 1, endOnFailure: true },
  )
  expect(scenes.reduce((sum, { decisions }) => sum + decisions.length, 0)).toBeGreaterThan(SERIES * 30)
  const done = new Set(scenes.flatMap(scene => [...scene.done.keys()]))
  expect(STEP_KINDS.filter(kind => !done.has(kind))).toEqual([])
}, 180_000)
