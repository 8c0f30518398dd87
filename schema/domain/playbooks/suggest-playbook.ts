import { findSuspect } from '../suspect-text.js'
import type { Standards } from '../statistics/standards.js'
import type { EvidenceRecord } from './evidence-record.js'
import { checkPlaceholderValue, type PlaceholderValues } from './placeholder-value.js'
import type { Level, Playbook, PlaybookLibrary } from './playbook.js'
import { ALERT_LEVELS } from './alert-level.js'
import { resolveAreas } from './resolve-areas.js'

type Known = Pick<Standards, 'regions' | 'centers' | 'centerRegions' | 'memberships'>
export type SuggestWith = { readonly library: PlaybookLibrary; readonly standards: Known; readonly today: string }

/** What a coordinator may make a draft of; nothing in it is sent by itself. */
export type Suggestion = {
  /** Code of the edition's hazard, or the code that came and nobody knows; null where the message says only a word. */
  readonly hazard: string | null
  readonly hazardWord: string
  /** Two suggestions with one key are about the same hazard. */
  readonly hazardKey: string
  readonly level: Level | null
  /** Null where none fits, or several do: `templates` names those to choose from. */
  readonly template: string | null
  readonly templates: readonly string[]
  /** As openActivation takes them, unknown ones among them. */
  readonly areas: readonly string[]
  readonly unknownAreas: readonly string[]
  /** Codes of the member centers that the areas mean today. */
  readonly centers: readonly string[]
  readonly values: PlaceholderValues
}

const MOST_AREAS = 50
const LONGEST_AREA = 60
const LONGEST_KEY = 80
/** Where the ministry shows every public disaster message. */
const PORTAL = 'https://www.safekorea.go.kr'
/** A place as registries write it. Everything else stays with the evidence and never gets into a text by itself. */
const PLACE_NAME = /^[가-힣0-9·]+(?: [가-힣0-9·]+){0,3}$/u

export const hazardKeyOf = (hazard: string | null, word: string): string =>
  (hazard ?? `word:${word.trim().toLowerCase()}`).slice(0, LONGEST_KEY)

/** What evidence suggests: template, level, areas and centers by the registry of today, and values that are safe to fill in beforehand. */
export function suggestPlaybook(evidence: EvidenceRecord, { library, standards, today }: SuggestWith): Suggestion {
  const { hazard, hazardWord, suggestedLevel } = evidence
  const written = [...new Set(evidence.areas.map(({ region }) => region.trim()))].filter(isWritable).slice(0, MOST_AREAS)
  const resolved = resolveAreas(written, standards, today)
  const templates = templatesOf(hazard, library)
  const template = chooseTemplate(templates, evidence)
  return {
    hazard,
    hazardWord,
    hazardKey: hazardKeyOf(hazard, hazardWord),
    level: offeredLevel(suggestedLevel, template),
    template: template?.code ?? null,
    templates: templates.map(({ code }) => code),
    areas: written,
    unknownAreas: resolved.unknown,
    centers: resolved.targets.map(({ center }) => center),
    values: valuesOf(evidence, library, new Set(written.filter(area => !resolved.unknown.includes(area)))),
  }
}

/** Templates for a hazard; none for one that the library has nothing for. */
export const templatesOf = (hazard: string | null, { playbooks }: PlaybookLibrary): readonly Playbook[] =>
  hazard === null ? [] : [...playbooks.values()].filter(one => one.hazard_type === hazard || one.also.includes(hazard))

/** The one that is of the hazard itself; of several, the one whose title says the word (정전, not 단수). */
function chooseTemplate(
  templates: readonly Playbook[],
  { hazard, hazardWord }: Pick<EvidenceRecord, 'hazard' | 'hazardWord'>,
): Playbook | null {
  const own = templates.filter(one => one.hazard_type === hazard)
  const fitting = own.length > 0 ? own : templates
  const named = hazardWord.trim() === '' ? [] : fitting.filter(({ title }) => title.ko.includes(hazardWord.trim()))
  const [first, ...others] = fitting.length > 1 ? named : fitting
  return first !== undefined && others.length === 0 ? first : null
}

/** The level where the template is for it, else the next one above that is. */
export function offeredLevel(level: Level | null, template: Pick<Playbook, 'levels'> | null): Level | null {
  if (level === null || template === null) return level
  return ALERT_LEVELS.slice(ALERT_LEVELS.indexOf(level)).find(one => template.levels.includes(one)) ?? null
}

const isWritable = (area: string): boolean =>
  area !== '' && area.length <= LONGEST_AREA && !/[\p{Cc}\p{Cf}\p{Surrogate}]/u.test(area) && findSuspect(area) === null

/**
 * Where, in the words of the message, of places that the registry knows and that read as a name; and where the public looks things up. Nothing else of a
 * text of others goes into a text of ours by itself.
 */
function valuesOf({ areas }: EvidenceRecord, library: PlaybookLibrary, known: ReadonlySet<string>): PlaceholderValues {
  const places = [...new Set(areas.filter(({ region, word }) => known.has(region.trim()) && PLACE_NAME.test(word)).map(({ word }) => word))]
  const values: PlaceholderValues = {
    ...(places.length === 0 ? {} : { area: { ko: places.join(', '), en: null } }),
    info_url: { ko: PORTAL, en: null },
  }
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const placeholder = library.placeholders.get(name)
      return placeholder?.fillBy === 'coordinator' && checkPlaceholderValue(placeholder, value, []).length === 0
    }),
  )
}
