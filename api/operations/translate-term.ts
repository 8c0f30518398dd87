import { listKnownWords } from '../../db/queries/mapping-imports.js'
import { requireToday } from '../../db/queries/submissions.js'
import { listVersionsByNo, readStandingMappings } from '../../db/queries/term-mappings.js'
import type { Tx } from '../../db/transaction.js'
import { regionOf } from '../../schema/domain/centers/membership-on.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Day } from '../../schema/domain/period.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Matcher } from '../../schema/domain/terms/build-matcher.js'
import type { SourceWord } from '../../schema/domain/terms/mapping.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import type { Proposal } from '../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../schema/domain/terms/propose-mapping.js'
import { translateWord, type WordTranslation } from '../../schema/domain/terms/translate-word.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { proposeForTerms } from './propose-for-terms.js'
import { requireGlossary } from './read-glossary.js'
import { unknownCenter } from './term-refusals.js'

export type TranslationQuestion = {
  /** Code; null: the caller's own center, or the edition alone for who has none. */
  readonly center: string | null
  /** measure, indicator, or a codelist by its code; null is the first two. */
  readonly kind: string | null
  readonly label: string
  readonly unit: string | null
  /** Null: today. */
  readonly on: Day | null
}

/** How the word would be read that day, and what the matcher makes of it. */
export type TermTranslation = WordTranslation & {
  readonly on: Day
  readonly edition: Edition
  readonly proposal: Proposal
  /** Ids of versions of mappings by their number. */
  readonly versions: ReadonlyMap<number, string>
}

const LONGEST = { label: 200, unit: 40 } as const

const fault = (field: string, [ko, en]: readonly [string, string], expected: string): Issue =>
  issue({ code: 'BAD_USER_INPUT', path: ['input', field], messageKo: ko, messageEn: en, expected })

/** The word of a question, or everything that is wrong with it. */
function readWord({ kind, label, unit }: TranslationQuestion, edition: Edition): Outcome<SourceWord> {
  const list = kind?.replace(/^codelist:/, '') ?? ''
  const isSubject = kind === null || kind === 'measure' || kind === 'indicator'
  const issues = [
    ...(label.trim() === '' || label.length > LONGEST.label
      ? [
          fault(
            'label',
            [`말은 1자에서 ${LONGEST.label}자까지입니다.`, `A word has 1 to ${LONGEST.label} characters.`],
            `1 to ${LONGEST.label} characters`,
          ),
        ]
      : []),
    ...(unit !== null && unit.length > LONGEST.unit
      ? [
          fault(
            'unit',
            [`단위는 ${LONGEST.unit}자까지입니다.`, `A unit has up to ${LONGEST.unit} characters.`],
            `up to ${LONGEST.unit} characters, or null`,
          ),
        ]
      : []),
    ...(isSubject || edition.codelists.has(list)
      ? []
      : [
          fault(
            'kind',
            ['종류는 measure, indicator 또는 코드목록 코드입니다.', 'A kind is measure, indicator or the code of a codelist.'],
            ['measure', 'indicator', ...edition.codelists.keys()].join(', '),
          ),
        ]),
  ]
  if (issues.length > 0) return refuse(...issues)
  return accept(
    isSubject ? { kind: 'subject', field: 'measure', label, unit: unit ?? '' } : { kind: 'codelist', field: list, label, unit: unit ?? '' },
  )
}

/** The center whose decisions count; of another than the caller's own, and of none that there is, alike (role table). */
function centerOf(
  { centerIds }: Standards,
  caller: Caller,
  center: string | null,
): Outcome<{ readonly code: string; readonly id: number } | null> {
  if (center === null || center === caller.center?.code) return accept(caller.center)
  const id = holdsAny(caller, 'terms:curate', 'hub:admin') ? centerIds.get(center) : undefined
  return id === undefined ? refuse(unknownCenter(center)) : accept({ code: center, id })
}

type Place = {
  readonly center: { readonly code: string; readonly id: number } | null
  readonly word: SourceWord
  readonly matcher: Matcher
}

/** With what was decided about the word before, where the center has said it. */
async function proposeFor(tx: Tx, { center, word, matcher }: Place, kind: string | null): Promise<Proposal> {
  const known = center === null ? [] : await listKnownWords(tx, center.id, [normalizeLabel(word.label)])
  const term = known.find(one => one.kind === word.kind && one.field === word.field && one.normUnit === normalizeLabel(word.unit))
  if (center !== null && term !== undefined) {
    const wanted = {
      id: term.id,
      center_id: center.id,
      kind: word.kind,
      source_field: word.field,
      raw_label: word.label,
      raw_unit: word.unit,
    }
    const proposals = await proposeForTerms(tx, matcher, { terms: [wanted], centerCodes: new Map([[center.id, center.code]]) })
    const found = proposals.get(term.id)
    if (found !== undefined) return found.proposal
  }
  const unit = word.unit === '' ? null : word.unit
  return proposeMapping(matcher, { kind: kind ?? '', label: word.label, unit, values: [], center: center?.code ?? '' })
}

/**
 * What a word of a center means on a day: by the center's decision or by the edition, exactly as a row would be read, with what may be meant where nothing is
 * settled. Refused with CENTER_UNKNOWN for a center whose words the caller may not see, and BAD_USER_INPUT with all faults at once.
 */
export async function translateTerm(hub: Hub, caller: Caller, question: TranslationQuestion): Promise<Outcome<TermTranslation>> {
  const standards = await hub.standards()
  const [word, center] = [readWord(question, standards.edition), centerOf(standards, caller, question.center)]
  if (!word.ok || !center.ok) return refuse(...[word, center].flatMap(one => (one.ok ? [] : one.issues)))
  const { matcher } = await requireGlossary(hub)
  const place = { center: center.value, word: word.value, matcher }
  return accept(
    await hub.db.transaction(
      tenantContextOf(caller),
      async tx => {
        const today = await requireToday(tx)
        const on = question.on ?? today
        const mappings = place.center === null ? [] : (await readStandingMappings(tx, place.center.id)).mappings
        const context = {
          edition: standards.edition,
          editions: standards.editions,
          center: null,
          today,
          mappings,
          // A word has no value that could be in doubt.
          ranges: new Map(),
          specialSpans: [],
          regionOf: (day: Day) => (place.center === null ? null : regionOf(standards.centerRegions, place.center.code, day)),
        }
        const translation = translateWord(place.word, on, context)
        const nos = [translation.mapping, ...translation.negated].flatMap(one => (one === null ? [] : [one.no]))
        const versions = place.center === null || nos.length === 0 ? [] : await listVersionsByNo(tx, place.center.id, nos)
        return {
          ...translation,
          on,
          edition: standards.edition,
          proposal: await proposeFor(tx, place, question.kind),
          versions: new Map(versions.map(({ no, id }) => [no, id])),
        }
      },
      { isReadOnly: true, isolation: 'repeatable read' },
    ),
  )
}
