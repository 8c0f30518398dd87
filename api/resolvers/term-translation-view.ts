import { namesOf } from '../../schema/domain/terms/match-term.js'
import type { StandingMapping } from '../../schema/domain/terms/mapping.js'
import { parseTarget } from '../../schema/domain/terms/parse-target.js'
import type { Predicate } from '../../schema/domain/terms/proposal.js'
import type { TermConversion } from '../../schema/graphql/term-mapping.js'
import type { Translation, TranslationMatch, TranslationRelationship } from '../../schema/graphql/term-translation.js'
import type { TermTranslation } from '../operations/translate-term.js'

const RELATIONSHIPS: Readonly<Record<Predicate, TranslationRelationship>> = {
  exact: 'equivalent',
  close: 'related-to',
  broad: 'source-is-narrower-than-target',
  narrow: 'source-is-broader-than-target',
  related: 'related-to',
}

const namesIn = ({ edition }: TermTranslation, ref: string): { readonly nameKo: string | null; readonly nameEn: string | null } => {
  const target = parseTarget(ref)
  const names = target === null ? undefined : namesOf(edition, target)
  return { nameKo: names?.nameKo ?? null, nameEn: names?.nameEn ?? null }
}

const toConversion = ({ conversion }: TermTranslation): TermConversion | null => {
  if (conversion === null) return null
  const { factor, offset, clock, toUnit } = conversion
  return {
    numerator: clock === null ? String(factor?.numerator ?? 1) : null,
    denominator: clock === null ? String(factor?.denominator ?? 1) : null,
    offset: clock === null ? (offset ?? '0') : null,
    format: clock,
    fromUnit: null,
    toUnit,
  }
}

const toMatch = (translation: TermTranslation, target: string): TranslationMatch => {
  const { mapping, isTaken, isProvisional, versions } = translation
  const predicate = mapping?.predicate ?? 'exact'
  return {
    relationship: RELATIONSHIPS[predicate],
    predicate,
    target,
    ...namesIn(translation, target),
    conversion: toConversion(translation),
    source: mapping === null ? 'edition' : 'mapping',
    mappingVersion: mapping === null ? null : (versions.get(mapping.no) ?? null),
    isProvisional,
    isTaken,
  }
}

const toNegated = (translation: TermTranslation, { no, target, predicate }: StandingMapping): readonly TranslationMatch[] =>
  target === null
    ? []
    : [
        {
          relationship: 'not-related-to',
          predicate,
          target,
          ...namesIn(translation, target),
          conversion: null,
          source: 'mapping',
          mappingVersion: translation.versions.get(no) ?? null,
          isProvisional: false,
          isTaken: false,
        },
      ]

/** How a row would be read, in the shape of the schema. */
export function toTranslation(translation: TermTranslation): Translation {
  const { isTaken, target, negated, findings, proposal, edition, on } = translation
  const names = target === null ? null : namesIn(translation, target)
  const plain = { ko: `${names?.nameKo ?? target ?? ''}(으)로 읽습니다.`, en: `It is read as ${names?.nameEn ?? target ?? ''}.` }
  const said = findings.length === 0 ? [plain] : findings
  return {
    result: isTaken,
    messageKo: said.map(({ ko }) => ko).join(' '),
    messageEn: said.map(({ en }) => en).join(' '),
    on,
    edition: edition.code,
    matches: [...(target === null ? [] : [toMatch(translation, target)]), ...negated.flatMap(one => toNegated(translation, one))],
    candidates: proposal.candidates.map(candidate => ({ ...candidate, ...namesIn(translation, candidate.ref) })),
    weightsVersion: proposal.weightsVersion,
    wouldFlip: proposal.abstentions,
  }
}
