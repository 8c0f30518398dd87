import fc from 'fast-check'
import { curateTerm } from '../../api/operations/curate-term.js'
import { curateTogether } from '../../api/operations/curate-together.js'
import type { Curation, CurationAct } from '../../api/operations/curation.js'
import { flagTerm } from '../../api/operations/mark-term.js'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import { suspendTiers } from '../../api/operations/suspend-tiers.js'
import { switchTermTier } from '../../api/operations/term-tiers.js'
import { switchTermWeights } from '../../api/operations/term-weights.js'
import type { DecisionResult, TermDecisionInput } from '../../api/operations/term-decision.js'
import { undoTogether } from '../../api/operations/undo-together.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { addDays } from '../../schema/domain/period.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { valueOf, type CenterHub } from './center-hub.js'
import { startCurator, startRobot, type Curator } from './curate.js'
import { dimensionsOf, rowOf } from './submission-samples.js'

const FIRST = '2026-10-01'
/** Words for a measure, and one for an item of a list, that nobody knows. */
const WORDS = ['가말', '나말', '다말'] as const
const ITEM = '라말'
const CODES = ['calls_offered', 'calls_answered'] as const
const LABELS = [...WORDS, 'calls_offered'] as const

const days = fc
  .record({ from: fc.option(fc.integer({ min: 0, max: 5 })), length: fc.option(fc.integer({ min: 1, max: 4 })) })
  .map(({ from, length }) => ({
    from: from === null ? null : addDays(FIRST, from),
    to: length === null ? null : addDays(FIRST, (from ?? 0) + length),
  }))
const word = fc.nat(2)
const target = fc.constantFrom('measure:calls_offered', 'measure:calls_answered', 'measure:talk_seconds')
const cells = fc.array(
  fc.record({
    label: fc.constantFrom(...LABELS),
    isItem: fc.constantFrom(false, false, false, true),
    day: fc.integer({ min: 0, max: 5 }),
    value: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 1, maxLength: 4 },
)

const said = fc.record({
  target: fc.option(target, { freq: 4 }),
  status: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'proposed' as const, 'rejected' as const),
  predicate: fc.constantFrom('exact' as const, 'exact' as const, 'exact' as const, 'close' as const),
  isNegated: fc.constantFrom(false, false, false, false, true),
  effective: days,
})

/** What may happen to words: every kind stands for one way through the doors. */
const KINDS = {
  send: [6, fc.record({ cells })],
  retract: [2, fc.record({ cells })],
  resolve: [
    3,
    fc.record({
      actions: fc.array(fc.constantFrom('CONFIRM' as const, 'CORRECT' as const, 'WITHDRAW' as const), { minLength: 1, maxLength: 3 }),
    }),
  ],
  decide: [10, fc.record({ word, said })],
  accept: [2, fc.record({ word, target })],
  suspend: [2, fc.record({ word, effective: days })],
  undo: [5, fc.record({ place: fc.nat(5) })],
  curate: [
    2,
    fc.record({
      word,
      act: fc.constantFrom('approve' as const, 'correct' as const, 'reject' as const, 'confirm' as const, 'noMatch' as const),
      target,
    }),
  ],
  split: [2, fc.record({ word, day: fc.integer({ min: 1, max: 4 }), target })],
  flag: [1, fc.record({ word })],
  item: [2, fc.record({ item: fc.constantFrom('en', 'zh'), isClose: fc.boolean() })],
  together: [1, fc.record({ word, target, isUndone: fc.boolean() })],
  tier: [1, fc.record({ isOn: fc.boolean() })],
  weights: [1, fc.record({})],
} as const

type Kind = keyof typeof KINDS
type Said<K extends Kind> = (typeof KINDS)[K][1] extends fc.Arbitrary<infer T> ? T : never
export type WordStep = { readonly [K in Kind]: { readonly kind: K; readonly said: Said<K> } }[Kind]

export const STEP_KINDS = Object.keys(KINDS) as readonly Kind[] // its own keys

/** One step, the commoner ones more often. */
export const wordStep: fc.Arbitrary<WordStep> = fc.oneof(
  ...STEP_KINDS.map(kind => ({
    weight: KINDS[kind][0],
    arbitrary: fc.record({ kind: fc.constant(kind), said: KINDS[kind][1] as fc.Arbitrary<unknown> }) as fc.Arbitrary<WordStep>, // kind and said are of one entry
  })),
)

/** A center whose words are worked on, another one with the same words, and what was decided so far, newest first. */
export type WordScene = {
  readonly center: CenterHub
  readonly code: string
  readonly twin: string
  readonly curator: Curator
  readonly robot: Curator
  readonly stewards: readonly [Caller, Caller]
  readonly client: Caller
  readonly terms: ReadonlyMap<string, string>
  readonly twins: ReadonlyMap<string, string>
  readonly decisions: string[]
  readonly done: Map<Kind, number>
}

const ROWS_OF_WORDS: readonly SubmittedRow[] = [
  ...WORDS.map(measure => rowOf({ measure, unit: null, periodStart: FIRST, value: 1 })),
  rowOf({ measure: 'calls_offered', unit: null, periodStart: FIRST, value: 1, dimensions: dimensionsOf({ language: ITEM }) }),
]

async function termsOf(center: CenterHub, code: string): Promise<ReadonlyMap<string, string>> {
  valueOf(await center.submit(code, { rows: ROWS_OF_WORDS }))
  const rows = await center.database.owner<{ label: string; id: string }[]>`
    select t.raw_label as label, t.id from source_terms t join centers c on c.id = t.center_id where c.code = ${code}`
  return new Map(rows.map(({ label, id }) => [label, id]))
}

/** Sets the scene: both centers have sent every word once. */
export async function startScene(center: CenterHub, code: string, twin: string): Promise<WordScene> {
  const steward = async (subject: string): Promise<Caller> => ({ ...(await center.caller(null, 'terms:curate')), subject, kind: 'person' })
  return {
    center,
    code,
    twin,
    curator: await startCurator(center),
    robot: await startRobot(center),
    stewards: [await steward('first'), await steward('second')],
    client: await center.caller(code),
    terms: await termsOf(center, code),
    twins: await termsOf(center, twin),
    decisions: [],
    done: new Map(),
  }
}

const rowsOf = (sent: Said<'send'>['cells'], isRetracted: boolean): readonly SubmittedRow[] =>
  sent.map(({ label, isItem, day, value }) =>
    rowOf({
      // What is taken back is named by the edition's codes: a retraction under a word is not read again when the word comes to mean something else.
      measure: isRetracted ? (CODES[day % CODES.length] ?? '') : label,
      unit: null,
      periodStart: addDays(FIRST, day),
      value: isRetracted ? null : value,
      // Where two words of a row are both only close, what one of them means exactly changes nothing of the value (S34), and its trace keeps what it was read by.
      dimensions: isItem && label === 'calls_offered' && !isRetracted ? dimensionsOf({ language: ITEM }) : [],
    }),
  )

const termAt = ({ terms }: WordScene, place: number): string => terms.get(WORDS[place] ?? '') ?? ''

const versionsOf = async ({ center }: WordScene, terms: readonly string[]) => {
  const rows = await center.database.owner<{ term: string; version: number }[]>`
    select t.id as term, count(d.no)::int as version
    from source_terms t left join term_decisions d on d.center_id = t.center_id and d.source_term_id = t.id
    where t.id = any(${[...terms]}::uuid[]) group by t.id`
  return rows.map(({ term, version }) => ({ term, expectedVersion: version }))
}

const NOTHING_SAID: Omit<Curation, 'term' | 'expectedVersion'> = {
  target: null,
  predicate: null,
  conversion: null,
  from: null,
  to: null,
  reason: '시험',
  previewHash: null,
}

/** One act of the first steward, and of the second where another one has to agree. */
async function curate(scene: WordScene, term: string, act: CurationAct, meaning: Partial<Curation>) {
  const { hub } = scene.center
  for (const steward of scene.stewards) {
    const [seen] = await versionsOf(scene, [term])
    if (seen === undefined) return
    const outcome = await curateTerm(hub, steward, { act, said: { ...NOTHING_SAID, ...meaning, ...seen } })
    if (!outcome.ok) return
    scene.decisions.unshift(outcome.value.decision)
    if (!outcome.value.needsReview) return
  }
}

async function together(scene: WordScene, { word: place, target: meant, isUndone }: Said<'together'>): Promise<void> {
  const { hub } = scene.center
  const both = [termAt(scene, place), scene.twins.get(WORDS[place] ?? '') ?? '']
  const [first, second] = scene.stewards
  const said = { act: 'correct' as const, target: meant, predicate: null, conversion: null, from: null, to: null, reason: '함께' }
  await curateTogether(hub, first, { ...said, terms: await versionsOf(scene, both) })
  const done = valueOf(await curateTogether(hub, second, { ...said, terms: await versionsOf(scene, both) }))
  const made = done.flatMap(({ curated }) => (curated === null ? [] : [curated]))
  if (isUndone && made.length > 0)
    await undoTogether(hub, first, {
      decisions: made.map(({ decision, version }) => ({ decision, expectedVersion: version })),
      reason: '함께',
    })
}

async function resolve({ center, code, client }: WordScene, { actions }: Said<'resolve'>): Promise<void> {
  const held = await center.database.owner<{ id: string }[]>`
    select h.id from held_rows h join centers c on c.id = h.center_id where c.code = ${code} and h.state = 'held' order by h.submission_no desc limit ${actions.length}`
  const resolutions = held.map(({ id }, at) => {
    const action = actions[at] ?? 'WITHDRAW'
    return { heldRow: id, action, value: action === 'CORRECT' ? 3 : undefined, reason: action === 'CORRECT' ? null : '시험' }
  })
  if (resolutions.length > 0) await resolveHeldRows(center.hub, client, resolutions)
}

async function switchWeights({ center, stewards }: WordScene): Promise<void> {
  const [row] = await center.database.owner<{ version: string | null }[]>`
    select version from term_weight_switches where kind = 'measure' order by no desc limit 1`
  const now = row?.version ?? 'fixed'
  const version = now === 'fixed' ? 'measure-1' : 'fixed'
  await switchTermWeights(center.hub, stewards[0], { kind: 'measure', version, expectedVersion: now, reason: '시험으로 바꿉니다' })
}

async function switchTier({ center, stewards }: WordScene, { isOn }: Said<'tier'>): Promise<void> {
  valueOf(await switchTermTier(center.hub, stewards[0], { kind: 'subject', tier: 'T2', isOn, reason: '시험으로 바꿉니다' }))
  await suspendTiers(center.hub)
}

const noted = (scene: WordScene, outcome: Outcome<DecisionResult>): void => {
  if (outcome.ok) scene.decisions.unshift(outcome.value.decision)
}

/** What the hub would accept by itself, as the night does: a meaning of a tier, on evidence of its own. */
const acceptance = (scene: WordScene, meant: string): Partial<TermDecisionInput> => ({
  target: meant,
  tier: 'T2',
  action: 'accept',
  evidenceHash: `night ${scene.decisions.length}`,
})

/** Takes one step, refused or not. */
export async function takeStep(scene: WordScene, step: WordStep): Promise<void> {
  const { center, code, curator, decisions } = scene
  scene.done.set(step.kind, (scene.done.get(step.kind) ?? 0) + 1)
  switch (step.kind) {
    case 'send':
      valueOf(await center.submit(code, { rows: rowsOf(step.said.cells, false) }))
      return
    case 'retract':
      valueOf(await center.submit(code, { strategy: 'RETRACT', reason: '시험', rows: rowsOf(step.said.cells, true) }))
      return
    case 'resolve':
      return resolve(scene, step.said)
    case 'decide':
      return noted(scene, await curator.decide(termAt(scene, step.said.word), { ...step.said.said, evidenceHash: `${decisions.length}` }))
    case 'accept':
      return noted(scene, await scene.robot.decide(termAt(scene, step.said.word), acceptance(scene, step.said.target)))
    case 'suspend':
      await curator
        .suspend(termAt(scene, step.said.word), step.said.effective)
        .then(({ decision }) => decisions.unshift(decision))
        .catch(() => undefined)
      return
    case 'undo':
      return noted(scene, await curator.undo(decisions[step.said.place] ?? ''))
    case 'curate':
      return curate(
        scene,
        termAt(scene, step.said.word),
        step.said.act,
        ['confirm', 'noMatch'].includes(step.said.act) ? {} : { target: step.said.target },
      )
    case 'split':
      return curate(scene, termAt(scene, step.said.word), 'split', { target: step.said.target, from: addDays(FIRST, step.said.day) })
    case 'flag': {
      const [seen] = await versionsOf(scene, [termAt(scene, step.said.word)])
      // Refused where a tier that another series switched off took the word back in between.
      if (seen !== undefined) await flagTerm(center.hub, scene.stewards[0], { ...seen, flag: '이상함' })
      return
    }
    case 'item':
      return curate(scene, scene.terms.get(ITEM) ?? '', 'correct', {
        target: `codelist:language.${step.said.item}`,
        predicate: step.said.isClose ? 'close' : 'exact',
      })
    case 'together':
      return together(scene, step.said)
    case 'tier':
      return switchTier(scene, step.said)
    case 'weights':
      return switchWeights(scene)
  }
}
