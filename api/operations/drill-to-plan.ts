import type { PlaceholderValues } from '../../schema/domain/playbooks/placeholder-value.js'
import type { InjectChange } from '../../schema/domain/playbooks/plan-injects.js'

export type DrillToPlan = {
  readonly scenario: string
  readonly exerciseId: string
  /** Codes of centers. */
  readonly participants: readonly string[]
  readonly overflow: readonly string[]
  /** An announced drill has a beginning, an unannounced one a window; never both. */
  readonly startsAt: string | null
  readonly window: {
    readonly from: string
    readonly to: string
    readonly everyMonths: number | null
    readonly blackoutDays: readonly string[]
  } | null
  /** What is filled in; what is not is taken from the library's examples. Instants may be told from when the message is due: +30m. */
  readonly values: PlaceholderValues
  readonly injects: readonly InjectChange[]
}
