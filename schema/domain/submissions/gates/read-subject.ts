import type { Measure } from '../../statistics/measure.js'
import { reportedRateCode } from '../../statistics/standards.js'
import { matchSubject, type SubjectMatch } from '../../terms/match-term.js'
import type { AmbiguousLabel, TermTarget } from '../../terms/term.js'
import type { Fault } from '../fault.js'
import { echoOf, isBlank } from '../read-cell.js'
import type { Cell } from '../submission.js'
import type { Subject, SubjectReading } from './subject.js'
import { measureSubject, rateSubject, type SubjectContext } from './subject-of-target.js'

/** A reading that there is no subject, for the reason given. */
export const refusedSubject = (fault: Fault): SubjectReading => ({ subject: null, fault, notes: [], isProvisional: false, label: null })

const fault = (
  level: Fault['level'],
  code: Fault['code'],
  texts: { ko: string; en: string; expected: string | null; got: string | null },
): Fault => ({
  level,
  code,
  field: ['measure'],
  ...texts,
})

const nameTarget = (target: TermTarget): string => {
  switch (target.kind) {
    case 'measure':
      return target.measure + (target.fixed === null ? '' : `[${target.fixed.dimension}=${target.fixed.item}]`)
    case 'indicator':
      return reportedRateCode(target.indicator, target.variant)
    case 'item':
      return `${target.codelist}.${target.item}`
  }
}

/** `legal_actions[legal_action_type=police_complaint]`. */
export const nameSubject = ({ code, fixed }: Subject): string => code + (fixed === null ? '' : `[${fixed.dimension}=${fixed.item}]`)

const ambiguous = (got: string, { candidates, ruleKo, ruleEn }: AmbiguousLabel, isRate: boolean): Fault => {
  const expected = candidates.map(nameTarget).join(', ')
  return isRate
    ? fault('held', 'RATE_AMBIGUOUS', {
        ko: `비율 "${got}"은(는) 뜻이 여럿입니다(${expected}). ${ruleKo} 비율은 허브가 건수로 계산하며, 받은 비율은 비교에만 씁니다.`,
        en: `The rate "${got}" has several meanings (${expected}). ${ruleEn} The hub computes rates from counts; a rate that is sent is only compared.`,
        expected,
        got,
      })
    : fault('held', 'WORD_AMBIGUOUS', {
        ko: `"${got}"은(는) 뜻이 여럿이어서 하나로 정할 수 없습니다(${expected}). ${ruleKo}`,
        en: `"${got}" has several meanings (${expected}). ${ruleEn}`,
        expected,
        got,
      })
}

const provisionalNote = (label: string, code: string): Fault =>
  fault('info', 'LABEL_PROVISIONAL', {
    ko: `"${label}"을(를) ${code}(으)로 읽었습니다. 센터가 확인할 때까지 잠정입니다.`,
    en: `"${label}" was read as ${code}; provisional until the center confirms it.`,
    expected: code,
    got: label,
  })

/** REPORTED_RATE. */
export const reportedNote = (nameKo: string, code: string, got: string): Fault =>
  fault('info', 'REPORTED_RATE', {
    ko: `${nameKo}은(는) 센터가 계산한 비율이므로 비교용으로만 보관하고 집계에 쓰지 않습니다.`,
    en: `${code} is a rate that the center computed; it is kept for comparison and enters no figure.`,
    expected: null,
    got,
  })

/** HUB_MEASURE. */
export const hubMeasure = (measure: Measure, got: string): Fault =>
  fault('rejected', 'HUB_MEASURE', {
    ko: `${measure.nameKo}(${measure.code})은(는) 허브가 채우는 항목이므로 센터가 낼 수 없습니다.`,
    en: `${measure.code} is provided by the hub; a center cannot send it.`,
    expected: 'a measure provided by centers',
    got,
  })

const settleMatch = (
  match: Exclude<SubjectMatch, { kind: 'ambiguous' | 'unknown' }>,
  label: string,
  context: SubjectContext,
): SubjectReading => {
  const got = echoOf(label)
  const { isProvisional } = match
  const settled = (subject: Subject, notes: readonly Fault[]): SubjectReading => ({
    subject,
    fault: null,
    notes: isProvisional ? [provisionalNote(got, nameSubject(subject)), ...notes] : notes,
    isProvisional,
    label: isProvisional ? label : null,
  })
  if (match.kind === 'reported') {
    const subject = rateSubject(match, context.edition)
    return settled(subject, [reportedNote(subject.nameKo, subject.code, got)])
  }
  const measure = context.edition.measures.get(match.measure)
  if (measure === undefined) throw new Error(`The terms of edition ${context.edition.code} name the measure ${match.measure}.`)
  if (measure.providedBy === 'hub') return refusedSubject(hubMeasure(measure, got))
  return settled(measureSubject(measure, match.fixed, context), [])
}

/**
 * Reads what a row is about, by code, name or label (S8).
 * WORD_UNKNOWN, WORD_AMBIGUOUS and RATE_AMBIGUOUS hold the row; MEASURE_REQUIRED, ROW_UNREADABLE and HUB_MEASURE reject it;
 * LABEL_PROVISIONAL and REPORTED_RATE are notes.
 */
export const readSubject = (cell: Cell, context: SubjectContext): SubjectReading => {
  const expected = 'a measure by code, name or known label'
  if (isBlank(cell)) {
    const [ko, en] = ['항목이 비어 있습니다. 표준 코드나 이름을 적으십시오.', 'The measure is absent; name it by code or label.']
    return refusedSubject(fault('rejected', 'MEASURE_REQUIRED', { ko, en, expected, got: null }))
  }
  if (typeof cell !== 'string') {
    const [ko, en] = ['항목은 글자로 적어야 합니다.', 'A measure is given as text.']
    return refusedSubject(fault('rejected', 'ROW_UNREADABLE', { ko, en, expected, got: echoOf(cell) }))
  }
  const label = cell.trim()
  const match = matchSubject(context.edition.lexicon, label, { isStandard: context.isStandard })
  switch (match.kind) {
    case 'measure':
    case 'reported':
      return settleMatch(match, label, context)
    case 'ambiguous':
      return refusedSubject(ambiguous(echoOf(label), match.label, match.isRate))
    case 'unknown': {
      const got = echoOf(label)
      const ko = `"${got}"에 맞는 표준 항목이나 유의어가 없습니다. 용어 담당자가 뜻을 정하면 다시 처리합니다.`
      const en = `"${got}" is no standard measure and no known label; the row waits until a steward decides what it means.`
      return refusedSubject(fault('held', 'WORD_UNKNOWN', { ko, en, expected, got }))
    }
  }
}
