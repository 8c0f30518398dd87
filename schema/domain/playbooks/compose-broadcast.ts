import { instantSeconds } from '../instant-seconds.js'
import type { BroadcastContent, BroadcastFacts, Lead } from './broadcast.js'
import { asEnding } from './ending-lines.js'
import { fillLine, type Filling } from './fill-line.js'
import { placeholdersIn } from './placeholders.js'
import type { Playbook, PlaybookLibrary, Twin } from './playbook.js'
import type { PlaceholderValues } from './placeholder-value.js'
import { STATUS_MARK } from './status-mark.js'

const SHELTER_LIFE = 3 * 3600

export type ToCompose = {
  readonly library: PlaybookLibrary
  /** The template with the coordinator's own words in it. */
  readonly playbook: Playbook
  readonly values: PlaceholderValues
  readonly facts: BroadcastFacts
  readonly lead: Lead
}

/**
 * The content of a broadcast: the template's lines filled in, lines with an empty optional place left out, answers that are not known reduced to what is said
 * meanwhile. One that ends or takes back holds none of what it ends. The same input gives the same content.
 */
export const composeBroadcast = (input: ToCompose): BroadcastContent => asEnding(composeWhole(input), input)

function composeWhole({ library, playbook, values, facts, lead }: ToCompose): BroadcastContent {
  const filling: Filling = { library, level: facts.level, values: withoutStaleShelters(values, facts.now), open: new Set() }
  const mark = STATUS_MARK[facts.status]
  const { first_answer_script: script, qa, must_not_say, routing, vulnerable_callers, counselor_care, statistics } = playbook.sections
  const lines = (list: readonly string[], language: 'ko' | 'en') =>
    list.map(line => fillLine(line, language, filling)).filter(line => line !== null)
  const marked = (list: readonly string[], language: 'ko' | 'en') => lines(list, language).map(line => `${mark[language]}${line}`)
  const spoken = { ko: marked(script.ko, 'ko'), en: marked(script.en, 'en') }
  const [urgency, severity, certainty, responseType] = playbook.cap[facts.level] ?? ['Unknown', 'Unknown', 'Unknown', ['None']]
  return {
    format: 'hub120-broadcast/1',
    activation: facts.activation,
    status: facts.status,
    type: facts.type,
    purpose: facts.purpose,
    hazard: facts.hazard,
    level: facts.level,
    areas: facts.areas,
    expiresAt: facts.expiresAt,
    template: { library: library.code, code: playbook.code, version: playbook.version, title: { ...playbook.title } },
    cap: {
      category: playbook.cap.category,
      urgency,
      severity,
      certainty,
      responseType,
    },
    header: headerOf(filling),
    headline: {
      ko: marked([playbook.headline_ko], 'ko')[0] ?? `${mark.ko}${playbook.title.ko}`,
      en: `${mark.en}${playbook.title.en}: ${library.levelNames[facts.level].en}`,
    },
    lead: { ko: lead.ko.map(line => `${mark.ko}${line}`), en: lead.en.map(line => `${mark.en}${line}`) },
    script: {
      ...spoken,
      ...(script.zh === null ? {} : { zh: marked(script.zh, 'en') }),
      ...(script.vi === null ? {} : { vi: marked(script.vi, 'en') }),
    },
    qa: qa.map(({ q, a, u }) => ({ q, a: fillLine(a, 'ko', filling), u: fillLine(u, 'ko', filling) })),
    mustNotSay: lines(must_not_say, 'ko'),
    routing: routing.map(([when, to, mode]) => ({
      when,
      to,
      mode,
      number: library.contacts.get(to)?.number ?? null,
      name: library.contacts.get(to)?.ko ?? null,
    })),
    vulnerableCallers: Object.fromEntries(Object.entries(vulnerable_callers).map(([who, line]) => [who, fillLine(line, 'ko', filling)])),
    counselorCare: lines(counselor_care, 'ko'),
    statistics: { hazard: statistics.hazard_type, topics: statistics.topics, measures: statistics.measures_add },
    // Approved with the alert: what is still open in them is filled in when they go out.
    correction: openTwin(playbook.correction, filling, library.requiredIn.correction),
    allClear: openTwin(playbook.all_clear, filling, library.requiredIn.all_clear),
    ...(playbook.all_clear_on_expiry ? { allClearOnExpiry: true } : {}),
    slots: slotsOf(playbook, library),
  }
}

const headerOf = ({ values, library }: Filling): BroadcastContent =>
  Object.fromEntries(
    ['issued_by', 'area', 'info_url', 'next_update', ...library.headerOnly]
      .map(name => [name, values[name]?.ko] as const)
      .filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  )

/** A twin with everything filled in but what is only known when it is needed; a line about a fact that was not given is left out. */
const openTwin = ({ ko, en }: Twin, filling: Filling, open: readonly string[]) => ({
  ko: ko.map(line => fillLine(line, 'ko', { ...filling, open: new Set(open) })).filter(line => line !== null),
  en: fillLine(en, 'en', { ...filling, open: new Set(open) }),
})

/** The lines of a twin that was approved, with the rest filled in. Both languages; a line that still lacks something is left out. */
export const fillTwin = (twin: Twin, filling: Filling): Lead => ({
  ko: twin.ko.map(line => fillLine(line, 'ko', filling)).filter(line => line !== null),
  en: [fillLine(twin.en, 'en', filling)].filter(line => line !== null),
})

const slotsOf = (playbook: Playbook, library: PlaybookLibrary): readonly string[] => {
  const text = JSON.stringify([playbook.sections, playbook.headline_ko])
  const names = new Set(placeholdersIn(text))
  return [...names].filter(name => library.placeholders.get(name)?.fillBy === 'center').toSorted()
}

/** Shelters are shown only while somebody looked within three hours (placeholder rules of the library). */
function withoutStaleShelters(values: PlaceholderValues, now: string): PlaceholderValues {
  const checked = values['shelter_checked_at']?.ko
  if (checked !== undefined && instantSeconds(now) - instantSeconds(checked) <= SHELTER_LIFE) return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('shelter_')))
}
