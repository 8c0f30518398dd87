import type { Outcome } from '../../../schema/domain/outcome.js'
import type { Issue } from '../../../schema/domain/issue.js'

/** The hub refused a question of the check. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused'
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super(issues.map(({ messageEn }) => messageEn).join(' '))
    this.issues = issues
  }
}

export function takeAnswer<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new QuestionRefused(outcome.issues)
}
