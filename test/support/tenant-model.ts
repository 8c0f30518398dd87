import type { TenantContext } from '../../db/transaction.js'

export type ModelValue = { readonly center: number; readonly measure: number; readonly day: string; value: string; revision: number }
export type ModelHeldRow = { readonly center: number; readonly id: string; readonly isWord: boolean; state: 'held' | 'withdrawn' }
export type ModelSubmission = { readonly center: number; readonly no: number; readonly key: string }

/** Who sees what, said once more in plain code: the memory that the policies of the database are held against (G01). */
export class TenantModel {
  readonly submissions: ModelSubmission[] = []
  readonly values: ModelValue[] = []
  /** Former images: measure and center are all that decides who sees them. */
  readonly history: { readonly center: number; readonly measure: number }[] = []
  readonly heldRows: ModelHeldRow[] = []
  readonly heldPlaces = new Set<string>()
  readonly audit: number[] = []
  private readonly openMeasures: ReadonlySet<number>

  constructor(openMeasures: readonly number[]) {
    this.openMeasures = new Set(openMeasures)
  }

  /** One's own; administrators everybody's. */
  isOwn({ centerId, role }: TenantContext, center: number): boolean {
    return center === centerId || role === 'admin'
  }

  seesValue(context: TenantContext, { center, measure }: { readonly center: number; readonly measure: number }): boolean {
    return this.isOwn(context, center) || (context.role !== 'jobs' && this.openMeasures.has(measure))
  }

  seesHeldRow(context: TenantContext, { center, isWord }: ModelHeldRow): boolean {
    return this.isOwn(context, center) || (context.role === 'steward' && isWord)
  }

  findValue(center: number, measure: number, day: string): ModelValue | undefined {
    return this.values.find(value => value.center === center && value.measure === measure && value.day === day)
  }
}
