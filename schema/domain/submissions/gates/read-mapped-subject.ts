import type { StandingMapping } from '../../terms/mapping.js'
import { parseTarget } from '../../terms/parse-target.js'
import type { Fault } from '../fault.js'
import { echoOf } from '../read-cell.js'
import { hubMeasure, nameSubject, refusedSubject, reportedNote } from './read-subject.js'
import type { Subject, SubjectReading } from './subject.js'
import { measureSubject, rateSubject, type SubjectContext } from './subject-of-target.js'
import { mappedNote, rejectedWord, suspendedWord } from './word-faults.js'

/** The subject that the target of a mapping names in this edition; null where the edition does not have it, or it is no subject. */
const subjectOf = (target: string, context: SubjectContext): Subject | null => {
  const named = parseTarget(target)
  const { edition } = context
  if (named === null || named.kind === 'item') return null
  if (named.kind === 'measure') {
    const measure = edition.measures.get(named.measure)
    return measure === undefined ? null : measureSubject(measure, named.fixed, context)
  }
  const indicator = edition.indicators.get(named.indicator)
  const isKnown = indicator !== undefined && (named.variant === null || indicator.variants.some(({ variant }) => variant === named.variant))
  return isKnown ? rateSubject(named, edition) : null
}

/**
 * What a row is about by the center's own decision (S8). Only an exact mapping enters standard figures; what is close, broader or narrower is
 * another definition. WORD_REJECTED and WORD_SUSPENDED hold the row; WORD_MAPPED is a note.
 */
export const readMappedSubject = (label: string, mapping: StandingMapping, context: SubjectContext): SubjectReading => {
  const got = echoOf(label)
  const { target, status, predicate, isReviewed } = mapping
  if (status === 'suspended') return refusedSubject(suspendedWord(got, mapping, false))
  if (target === null) return refusedSubject(rejectedWord(got, null))
  const found = subjectOf(target, context)
  if (found === null) return refusedSubject(suspendedWord(got, mapping, true))
  if (found.measure?.providedBy === 'hub') return refusedSubject(hubMeasure(found.measure, got))
  const subject = predicate === 'exact' ? found : { ...found, isOtherDefinition: true }
  const reported = subject.measure === null ? [reportedNote(subject.nameKo, subject.code, got)] : []
  const notes: readonly Fault[] = [mappedNote(got, nameSubject(subject), mapping), ...reported]
  return { subject, fault: null, notes, isProvisional: !isReviewed, label }
}

/** The reading by the edition, held where somebody decided that the word does not mean just that. */
export const refuseNegated = (
  reading: SubjectReading,
  negated: readonly StandingMapping[],
  { label, context }: { readonly label: string; readonly context: SubjectContext },
): SubjectReading => {
  const { subject } = reading
  if (subject === null) return reading
  const isRefused = negated.some(({ target }) => {
    const refused = target === null ? null : subjectOf(target, context)
    return refused !== null && nameSubject(refused) === nameSubject(subject)
  })
  return isRefused ? refusedSubject(rejectedWord(echoOf(label), nameSubject(subject))) : reading
}
