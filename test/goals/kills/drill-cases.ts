import { approveDrillPlan } from '../../../api/operations/approve-drill-plan.js'
import { planDrill } from '../../../api/operations/plan-drill.js'
import { runDrills } from '../../../api/operations/run-drills.js'
import { valueOf } from '../../support/center-hub.js'
import { alike, type DueAct, type KillBench, type KillCase } from './kill-case.js'

const MINUTE = 60
const BEGIN = 60 * MINUTE
const INJECTS = 10
const PARTICIPANTS = ['seoul', 'incheon', 'gyeonggi']

/** The cloudburst of the edition, approved by two people; gives its exercise. Its first message comes at once, a cue after 5 minutes, another message after 20, its end after 90. */
async function approvedDrill({ site, instant, clock, name }: KillBench): Promise<string> {
  await clock(0)
  const exerciseId = name('EXR-KILL')
  const plan = valueOf(
    await planDrill(site.hub, site.people.author, {
      scenario: 'EXR-2026-01',
      exerciseId,
      participants: PARTICIPANTS,
      overflow: [],
      startsAt: instant(BEGIN),
      window: null,
      values: {},
      injects: [],
    }),
  )
  const word = { plan: plan.id, contentHash: plan.contentHash, retyped: { status: '훈련', hazard: '호우', centers: PARTICIPANTS.length } }
  for (const who of [site.people.approver, site.people.secretary]) valueOf(await approveDrillPlan(site.hub, who, word))
  return exerciseId
}

/** Of a drill: its state, what became of its injects, and everything that was made of them. */
async function standingOf({ site }: KillBench, exerciseId: string): Promise<string> {
  const [row] = await site.database.owner<{ said: string }[]>`
    select concat_ws(' ', d.state, (select string_agg(i.state, ' ' order by i.no) from drill_injects i where i.drill_id = d.id),
      (select count(*) from activations a where a.exercise_id = d.exercise_id), 'activations',
      (select count(*) from messages m where m.activation_id = d.activation_id), 'messages',
      (select count(*) from deliveries x where x.activation_id = d.activation_id), 'copies',
      (select count(*) from pages p where p.kind = 'DRILL_CUE' and p.subject like d.id || ' %'), 'cues') as said
    from drills d where d.exercise_id = ${exerciseId}`
  return row?.said ?? ''
}

type Made = { readonly activations: number; readonly messages: number; readonly cues: number }

/** The same in words: injects by what became of them, those that are left by `rest`. */
const drill = (state: string, injects: readonly string[], { activations, messages, cues }: Made, rest = 'PENDING'): string =>
  [
    state,
    ...(activations === 0 ? [] : [...injects, ...Array.from({ length: INJECTS - injects.length }, () => rest)]),
    `${activations} activations ${messages} messages ${messages * PARTICIPANTS.length} copies ${cues} cues`,
  ].join(' ')

/** A drill that has begun and sent its first message; the clock stands so many minutes later. */
async function running(bench: KillBench, minutes: number): Promise<Pick<DueAct, 'standing' | 'again'>> {
  const exerciseId = await approvedDrill(bench)
  await bench.clock(BEGIN)
  await runDrills(bench.site.hub)
  await bench.clock(BEGIN + minutes * MINUTE)
  return { standing: () => standingOf(bench, exerciseId), again: () => runDrills(bench.site.hub) }
}

const BEGUN = drill('RUNNING', ['SENT'], { activations: 1, messages: 1, cues: 0 })
const CUED = drill('RUNNING', ['SENT', 'CUED'], { activations: 1, messages: 1, cues: 1 })
const UPDATED = drill('RUNNING', ['SENT', 'CUED', 'SENT'], { activations: 1, messages: 2, cues: 1 })
const ENDED = drill('ENDED', ['SENT'], { activations: 1, messages: 1, cues: 0 }, 'DROPPED')

export const DRILL_CASES: readonly KillCase[] = [
  {
    name: 'begin a drill',
    async arrange(bench) {
      const exerciseId = await approvedDrill(bench)
      await bench.clock(BEGIN)
      return {
        texts: ['insert into drill_injects'],
        standing: () => standingOf(bench, exerciseId),
        killed: {
          before: drill('WAITING', [], { activations: 0, messages: 0, cues: 0 }),
          after: drill('RUNNING', [], { activations: 1, messages: 0, cues: 0 }),
        },
        done: alike(BEGUN),
        again: () => runDrills(bench.site.hub),
      }
    },
  },
  {
    name: 'give a cue of a drill',
    arrange: async bench => ({
      ...(await running(bench, 5)),
      texts: ['update drill_injects', 'CUED'],
      killed: { before: BEGUN, after: CUED },
      done: alike(CUED),
    }),
  },
  {
    name: 'send a message of a drill',
    arrange: async bench => ({
      ...(await running(bench, 20)),
      texts: ['insert into messages'],
      killed: { before: CUED, after: UPDATED },
      done: alike(UPDATED),
    }),
  },
  {
    name: 'end a drill',
    arrange: async bench => ({
      ...(await running(bench, 90)),
      texts: ['drill.ended'],
      killed: { before: BEGUN, after: ENDED },
      done: alike(ENDED),
    }),
  },
]
