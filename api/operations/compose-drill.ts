import { findLibrary, type StoredLibrary } from '../../db/queries/playbook-libraries.js'
import { listWithoutDrillEndpoint } from '../../db/queries/publications.js'
import type { DrillPlanText } from '../../db/queries/drill-plans.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { canonicalJson, type Json } from '../../schema/domain/playbooks/canonical-json.js'
import { checkComplete, checkTwin, checkValues } from '../../schema/domain/playbooks/check-given.js'
import type { DrillContent, DrillTime, PlannedInject } from '../../schema/domain/playbooks/drill.js'
import { valuesAt } from '../../schema/domain/playbooks/drill-values.js'
import { planInjects } from '../../schema/domain/playbooks/plan-injects.js'
import type { Playbook } from '../../schema/domain/playbooks/playbook.js'
import { checkDrill, scenarioUnknown, startOrWindow } from './drill-refusals.js'
import type { DrillToPlan } from './drill-to-plan.js'
import { sha256, type PlaybookPlace } from './playbook-act.js'
import { levelNotOffered, libraryMissing, noDrillEndpoint, templateUnknown } from './playbook-refusals.js'

export type ComposedDrill = Omit<DrillPlanText, 'id' | 'author' | 'agency'>

/** What a drill is to be, from a scenario of the library, with its hash; or everything that stands against it, each text of it included. */
export async function composeDrill(place: PlaybookPlace, input: DrillToPlan): Promise<Outcome<ComposedDrill>> {
  const library = await findLibrary(place.tx.sql, null)
  if (library === null) return refuse(libraryMissing())
  const scenario = library.exercises.get(input.scenario)
  if (scenario === undefined) return refuse(scenarioUnknown(input.scenario, [...library.exercises.keys()]))
  const playbook = library.playbooks.get(scenario.template)
  if (playbook === undefined) return refuse(templateUnknown(scenario.template, [...library.playbooks.keys()]))
  const time = timeOf(input)
  if (time === null) return refuse(startOrWindow())
  const injects = planInjects({ scenario, playbook, library, values: input.values, changes: input.injects })
  const numbersOf = (codes: readonly string[]) => codes.flatMap(code => place.standards.centerIds.get(code) ?? [])
  const [participants, overflow] = [numbersOf(input.participants), numbersOf(input.overflow)]
  const doorless = await listWithoutDrillEndpoint(place.tx, [...participants, ...overflow])
  const issues = [
    ...checkDrill({ input, time, scenario }, place),
    ...injects.flatMap(inject => checkInject(inject, { playbook, library, now: place.now })),
    ...(doorless.length === 0 ? [] : [noDrillEndpoint(doorless.map(id => place.standards.centerCodes.get(id) ?? String(id)))]),
  ]
  if (issues.length > 0) return refuse(...withoutRepeats(issues))
  const content = canonicalJson(
    asJson({ ...contentOf(input, playbook, library), time, title: scenario.title, durationMinutes: scenario.duration_min, injects }),
  )
  return accept({
    exerciseId: input.exerciseId,
    scenario: scenario.code,
    library: library.code,
    hazard: playbook.hazard_type,
    content,
    contentHash: sha256(content),
    participants,
    overflow,
    durationMinutes: scenario.duration_min,
    ...columnsOf(time),
  })
}

const contentOf = ({ scenario, exerciseId, participants, overflow }: DrillToPlan, playbook: Playbook, library: StoredLibrary) => ({
  format: 'hub120-drill/1' as const,
  exerciseId,
  library: library.code,
  scenario,
  template: playbook.code,
  hazard: playbook.hazard_type,
  participants,
  overflow,
})

/** Every value of it is one that JSON has. */
const asJson = (content: DrillContent): Json => content as unknown as Json

/** Null: neither or both were given, or a rhythm there is none of. */
function timeOf({ startsAt, window }: DrillToPlan): DrillTime | null {
  if (startsAt !== null) return window === null ? { startsAt } : null
  if (window === null) return null
  const { everyMonths, ...days } = window
  return everyMonths === null || everyMonths === 6 || everyMonths === 12 ? { ...days, everyMonths } : null
}

const columnsOf = (time: DrillTime) =>
  'startsAt' in time
    ? { startsAt: time.startsAt, windowFrom: null, windowTo: null, everyMonths: null }
    : { startsAt: null, windowFrom: time.from, windowTo: time.to, everyMonths: time.everyMonths }

type Against = { readonly playbook: Playbook; readonly library: StoredLibrary; readonly now: string }

function checkInject({ message, no }: PlannedInject, { playbook, library, now }: Against): readonly Issue[] {
  if (message === null) return []
  const values = valuesAt(message.values, now)
  const twin = { INFORM: [], CORRECT: library.requiredIn.correction, ALL_CLEAR: library.requiredIn.all_clear }[message.purpose]
  return [
    ...(playbook.levels.includes(message.level)
      ? []
      : [{ ...levelNotOffered(message.level, playbook.levels), path: ['input', 'injects', no] }]),
    ...checkValues(values, library, ['input', 'values']),
    ...checkComplete(playbook, { values }, library),
    ...checkTwin(values, twin, library),
  ]
}

/** The same value is in many messages. */
const withoutRepeats = (issues: readonly Issue[]): readonly Issue[] => [
  ...new Map(issues.map(one => [`${one.code} ${one.path.join('.')}`, one])).values(),
]
