import { pino } from 'pino'
import { createHub, type Hub } from '../../api/hub.js'
import type { StatisticsToSubmit, SubmissionAnswer } from '../../api/operations/submission-request.js'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { Caller, Scope } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { SubmittedBatch, SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { cloneDatabase, type TestDatabase } from './database.js'
import { EMPTY_BATCH, rowOf } from './submission-samples.js'

/** A hub on a database of its own, called through its operations: as the resolvers and jobs call them. */
export type CenterHub = {
  readonly hub: Hub
  readonly database: TestDatabase
  caller(center: string | null, ...scopes: Scope[]): Promise<Caller>
  /** Hands in a batch as the client of a center; a key of its own unless one is given. */
  submit(center: string, batch: Partial<SubmittedBatch>, request?: Partial<StatisticsToSubmit>): Promise<Outcome<SubmissionAnswer>>
  close(): Promise<void>
}

export async function startCenterHub(): Promise<CenterHub> {
  const database = await cloneDatabase({ withEdition: true })
  const hub = createHub({ db: database.db, log: pino({ level: 'silent' }), settings: { environment: 'development', heldRowDays: 90 } })
  let keys = 0
  const caller = async (code: string | null, ...scopes: Scope[]): Promise<Caller> => {
    const center = code === null ? null : (await hub.standards()).centers.get(code)
    if (center === undefined) throw new Error(`No center ${code}.`)
    return {
      subject: `${code ?? 'council'}-client`,
      kind: 'client',
      center,
      scopes: new Set<Scope>(scopes.length > 0 ? scopes : ['stats:write']),
      signIn: { ageSeconds: 0, acr: null },
    }
  }
  return {
    hub,
    database,
    caller,
    async submit(center, batch, request = {}) {
      const whole = { ...EMPTY_BATCH, ...batch }
      return submitStatistics(hub, await caller(center), {
        idempotencyKey: `key-${++keys}`,
        uploadId: null,
        isDryRun: false,
        dryRunHash: null,
        ...request,
        batch: whole,
      })
    },
    close: () => database.drop(),
  }
}

/** The answer of an outcome that must hold one. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`Refused: ${outcome.issues.map(({ code, messageEn }) => `${code} ${messageEn}`).join('; ')}`)
  return outcome.value
}

/** Codes of a refusal, in order; empty when there is none. */
export const refusalOf = (outcome: Outcome<unknown>): readonly string[] => (outcome.ok ? [] : outcome.issues.map(({ code }) => code))

/** Rows of one day: `{ calls_offered: 10 }`. */
export const rowsOf = (
  values: Readonly<Record<string, SubmittedRow['value']>>,
  fields: Partial<SubmittedRow> = {},
): readonly SubmittedRow[] => Object.entries(values).map(([measure, value]) => rowOf({ measure, value, unit: null, ...fields }))
