import type { EditionPack, PackTerm } from '../statistics/edition-pack.js'
import type { Confusion, Term } from './term.js'

type TermsFile = EditionPack['terms']

/** What a term is confused with, in the order of its own list, then of the pairs that only the common list names. */
const confusionsOf = ({ ref, confusable_with }: PackTerm, { confusables }: TermsFile): readonly Confusion[] => {
  const groups = confusables.filter(({ refs }) => refs.includes(ref))
  const others = new Set([...confusable_with, ...groups.flatMap(({ refs }) => refs)])
  others.delete(ref)
  return [...others].map(other => {
    const group = groups.find(({ refs }) => refs.includes(other))
    return { ref: other, whyKo: group?.why_ko ?? null, whyEn: group?.why_en ?? null }
  })
}

const ambiguousLabelsOf = ({ ref, ambiguous_labels }: PackTerm, { ambiguous }: TermsFile): Term['ambiguousLabels'] =>
  ambiguous
    .filter(({ label, candidates }) => candidates.includes(ref) || ambiguous_labels.includes(label))
    .map(({ label, candidates, rule_ko, rule_en }) => ({ label, candidates, ruleKo: rule_ko, ruleEn: rule_en }))

/** The terms of a pack that passed every rule, by ref, in the order of the file. */
export const buildGlossary = ({ terms }: EditionPack): ReadonlyMap<string, Term> =>
  new Map(
    terms.terms.map(term => [
      term.ref,
      {
        ref: term.ref,
        nameKo: term.term_ko,
        nameEn: term.term_en,
        synonyms: term.synonyms,
        confusableWith: confusionsOf(term, terms),
        ambiguousLabels: ambiguousLabelsOf(term, terms),
      },
    ]),
  )
