import type { Edition } from '../../schema/domain/statistics/edition.js'
import { reportedRateCode } from '../../schema/domain/statistics/standards.js'

/** What a stored fact can be about, as a row of the table `measures` without its number. */
type FactSubject = {
  readonly code: string
  readonly kind: 'measure' | 'reported_rate'
  readonly access: 'open' | 'restricted'
  readonly provided_by: 'center' | 'hub'
}

/** The measures of an edition, and the rates that a center may have computed itself (S8). */
export function listFactSubjects(edition: Edition): readonly FactSubject[] {
  const standard = [...edition.measures.values()].map(
    ({ code, access, providedBy }): FactSubject => ({ code, kind: 'measure', access, provided_by: providedBy }),
  )
  const reported = [...edition.indicators.values()].flatMap(({ code, variants, access }) =>
    [null, ...variants.map(({ variant }) => variant)].map(
      (variant): FactSubject => ({ code: reportedRateCode(code, variant), kind: 'reported_rate', access, provided_by: 'center' }),
    ),
  )
  return [...standard, ...reported]
}
