import { groupBy } from '../group-by.js'
import type { FoundSurge } from '../figures/find-surges.js'
import type { Standing } from './proposal.js'
import type { FullSignal } from './settle-signals.js'
import { hazardKeyOf, offeredLevel, templatesOf } from './suggest-playbook.js'
import type { Playbook, PlaybookLibrary } from './playbook.js'

/** What is counted by hazard, and what is counted by topic. */
export const SURGE_SERIES = [
  { measure: 'hazard_contacts', dimension: 'hazard_type' },
  { measure: 'inquiries_recorded', dimension: 'topic' },
] as const

/** A surge at a center, by its code. */
export type CenterSurge = FoundSurge & { readonly center: string }
/** Surges of one hazard or topic, wherever they were found, and the signal they make together. */
export type GatheredSurges = { readonly surges: readonly CenterSurge[]; readonly signal: FullSignal }

/** Whether a surge tells nothing new: a real emergency is under way for that center that it belongs to, and somebody has told everybody. */
export function isExpected(
  { center, series, item }: CenterSurge,
  { activations }: Pick<Standing, 'activations'>,
  library: PlaybookLibrary,
): boolean {
  const declared = activations.filter(one => one.isActive && one.centers.includes(center)).map(({ hazard }) => hazard)
  return declared.some(hazard => {
    if (series === 'hazard_contacts' && hazard === item) return true
    const own = [...library.playbooks.values()].filter(({ hazard_type }) => hazard_type === hazard)
    return own.some(one => (series === 'hazard_contacts' ? one.also.includes(item) : one.sections.statistics.topics.includes(item)))
  })
}

/**
 * One signal for each hazard, with all centers it was found at. A topic goes with the hazard where a template of that hazard names it and both were found at
 * the center, so that one storm is one suggestion; else the topic is one by itself, and a person says what the hazard is.
 */
export function gatherSurges(surges: readonly CenterSurge[], library: PlaybookLibrary): readonly GatheredSurges[] {
  const hazards = surges.filter(({ series }) => series === 'hazard_contacts')
  const keyOf = (surge: CenterSurge): string => {
    if (surge.series === 'hazard_contacts') return surge.item
    const along = hazards.find(
      ({ center, item }) =>
        center === surge.center && templatesOf(item, library).some(one => one.sections.statistics.topics.includes(surge.item)),
    )
    return along?.item ?? `topic:${surge.item}`
  }
  return [...groupBy(surges, keyOf)].map(([key, found]) => ({ surges: found, signal: signalOf(key, found, library) }))
}

function signalOf(key: string, surges: readonly CenterSurge[], library: PlaybookLibrary): FullSignal {
  const hazard = key.startsWith('topic:') ? null : key
  const topic = key.slice('topic:'.length)
  const templates =
    hazard === null
      ? [...library.playbooks.values()].filter(({ sections }) => sections.statistics.topics.includes(topic))
      : templatesOf(hazard, library)
  const template = onlyOf(templates.filter(one => one.hazard_type === hazard)) ?? onlyOf(templates)
  const centers = [...new Set(surges.map(({ center }) => center))].toSorted()
  return {
    kind: 'ALERT',
    references: [],
    reference: null,
    noted: null,
    suggestion: {
      hazard,
      hazardWord: '',
      hazardKey: hazardKeyOf(key, ''),
      level: offeredLevel('attention', template),
      template: template?.code ?? null,
      templates: templates.map(({ code }) => code),
      areas: centers,
      unknownAreas: [],
      centers,
      values: {},
    },
  }
}

const onlyOf = ([first, ...others]: readonly Playbook[]): Playbook | null => (first !== undefined && others.length === 0 ? first : null)
