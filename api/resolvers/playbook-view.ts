import type { ExerciseScenario as Scenario, ProtectionPlaybook as Protection } from '../../schema/domain/playbooks/playbook.js'
import type { Given } from '../../schema/domain/playbooks/broadcast.js'
import type { PlaceholderValues } from '../../schema/domain/playbooks/placeholder-value.js'
import { NO_EDITS } from '../../schema/domain/playbooks/broadcast.js'
import type { ExerciseScenario, Playbook, ProtectionPlaybook } from '../../schema/graphql/playbook.js'
import type { PlaceholderValueInput, PlaybookTextInput } from '../../schema/graphql/playbook-input.js'
import type { TextToWrite } from '../operations/compose-version.js'
import type { ListedPlaybook } from '../operations/list-playbooks.js'

export function toPlaybook({ playbook, library, isReviewPast, lint }: ListedPlaybook): Playbook {
  const { sections, title, basis_manual: basis, cap: _cap, correction, all_clear, ...said } = playbook
  const { first_answer_script: script, key_facts: facts, routing } = sections
  const required = new Set([...library.requiredEverywhere, ...facts.required])
  const asked = [...required, ...facts.optional].flatMap(name => library.placeholders.get(name) ?? [])
  return {
    code: said.code,
    version: said.version,
    library: library.code,
    hazard: said.hazard_type,
    also: said.also,
    levels: said.levels,
    titleKo: title.ko,
    titleEn: title.en,
    headlineKo: said.headline_ko,
    basisManualKo: basis.ko,
    basisLeadKo: basis.lead,
    audience: said.audience,
    scriptKo: script.ko,
    scriptEn: script.en,
    scriptZh: script.zh,
    scriptVi: script.vi,
    placeholders: asked
      .filter(({ fillBy }) => fillBy === 'coordinator')
      .map(({ name, type, example }) => ({ name, type, example, isRequired: required.has(name) })),
    qa: sections.qa,
    mustNotSay: sections.must_not_say,
    routing: routing.map(([when, to, mode]) => {
      const contact = library.contacts.get(to)
      return { when, to, mode, nameKo: contact?.ko ?? null, number: contact?.number ?? null }
    }),
    vulnerableCallers: Object.entries(sections.vulnerable_callers).map(([who, text]) => ({ who, text })),
    counselorCare: sections.counselor_care,
    correctionKo: correction.ko,
    allClearKo: all_clear.ko,
    isAllClearOnExpiry: said.all_clear_on_expiry,
    reviewBy: said.review_by,
    isReviewPast,
    sourceStatus: said.source_status,
    lint,
  }
}

export const toProtection = ({
  code,
  title,
  review_by: reviewBy,
  source_status: sourceStatus,
  document,
}: Protection): ProtectionPlaybook => ({
  code,
  titleKo: title.ko,
  titleEn: title.en,
  reviewBy,
  sourceStatus,
  document,
})

export const toExercise = (scenario: Scenario): ExerciseScenario => ({
  code: scenario.code,
  playbook: scenario.template,
  titleKo: scenario.title.ko,
  titleEn: scenario.title.en,
  durationMinutes: scenario.duration_min,
  ...scenario.participants,
  objectivesKo: scenario.objectives_ko,
  injects: scenario.injects.map(({ t, ...inject }) => ({ minute: t, ...inject })),
  measuresKo: scenario.measures,
})

/** Values by name; of a name that comes twice the last one counts. */
export const toValues = (values: readonly PlaceholderValueInput[]): PlaceholderValues =>
  Object.fromEntries(values.map(({ name, ko, en = null }) => [name, { ko, en }]))

const toEdits = (edits: PlaybookTextInput['edits']): Given['edits'] => ({
  ...NO_EDITS,
  ...(edits == null
    ? {}
    : {
        headlineKo: edits.headlineKo ?? null,
        scriptKo: edits.scriptKo ?? null,
        scriptEn: edits.scriptEn ?? null,
        qa: edits.qa ?? null,
        mustNotSay: edits.mustNotSay ?? null,
      }),
})

export const toText = ({ playbook, level, areas, overflow, expiresAt, values, edits }: PlaybookTextInput): TextToWrite => ({
  template: playbook,
  level,
  areas,
  overflow: overflow ?? [],
  expiresAt,
  values: toValues(values),
  edits: toEdits(edits),
})
