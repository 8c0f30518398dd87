import * as z from 'zod'
import { writeAsPublished } from '../../db/edition/write-as-published.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import type { Hub } from '../hub.js'
import { definitionFault } from './definition-refusals.js'
import { keepDraft, type EditedDraft } from './keep-draft.js'
import { checkFreeText } from './text-refusals.js'

export type MeasureToDraft = EditedDraft & {
  /** An entry of measures.yaml; of a published measure also as the document of an edition gives it. */
  readonly definition: unknown
  readonly effectiveFrom: string
  readonly reason: string
}

const measure = z.looseObject({ code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_]{0,99}$/) })
const rules = z.array(z.looseObject({ id: z.string() }))

/**
 * Drafts a measure: a new one, or other names, wording, further dimensions, breakdowns or rules of one that is published. What decides its numbers
 * never changes (VERSION_IMMUTABLE): what is measured otherwise gets a code of its own.
 */
export async function draftMeasure(hub: Hub, caller: Caller, input: MeasureToDraft): Promise<Outcome<DraftRevision>> {
  const { effectiveFrom, draft, revision, reason } = input
  const read = measure.safeParse(input.definition)
  const given = read.data ?? { code: '' }
  return keepDraft(hub, caller, {
    draft,
    revision,
    reason,
    written: { kind: 'measure', code: given.code, version: null, effectiveFrom },
    faults: read.success ? textFaults(given) : [unreadable()],
    define: base => {
      const known = base.edition.measures.get(given.code)
      const definition = writeAsPublished(base.document, given)
      if (known === undefined) return accept({ ...definition, effective_from: effectiveFrom })
      // A rule that is added judges from the day of the draft on, not from the first day of the measure.
      const kept = new Set(known.constraints.map(({ id }) => id))
      const constraints = rules
        .safeParse(definition['constraints'])
        .data?.map(rule => (kept.has(rule.id) || 'effective_from' in rule ? rule : { ...rule, effective_from: effectiveFrom }))
      return accept({ effective_from: known.effectiveFrom, ...definition, ...(constraints === undefined ? {} : { constraints }) })
    },
    placeOf: ([file, , , ...rest]) =>
      file === 'measures.yaml' ? ['input', 'definition', ...rest] : ['input', ...(file === undefined ? [] : [file]), ...rest],
  })
}

const TEXTS = ['name_ko', 'name_en', 'definition_ko', 'definition_en'] as const

const textFaults = (definition: Readonly<Record<string, unknown>>): readonly Issue[] =>
  TEXTS.flatMap(name => {
    const text = definition[name]
    return typeof text === 'string' ? checkFreeText(text, ['input', 'definition', name]) : []
  })

const unreadable = (): Issue =>
  definitionFault('EDITION_SHAPE', ['definition', 'code'], {
    ko: '측정값 정의를 읽을 수 없습니다. measures.yaml의 한 항목과 같은 모양의 객체여야 하고 code가 있어야 합니다.',
    en: 'The definition does not read; give an object shaped like an entry of measures.yaml, with its code.',
    expected: 'an object with code, group, name_ko, name_en, unit, kind, additivity, frequency, dimensions, …',
  })
