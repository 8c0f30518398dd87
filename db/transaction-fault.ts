/**
 * The connection of a transaction was lost, or its time ran out. The database has rolled it back,
 * unless the loss came while COMMIT was under way: then nobody can tell, and only a repeat under the same idempotency key is safe.
 */
export class TransactionLost extends Error {
  override readonly name = 'TransactionLost'
  readonly isOutcomeUnknown: boolean

  constructor(message: string, { isOutcomeUnknown = false, cause }: { isOutcomeUnknown?: boolean; cause?: unknown } = {}) {
    super(message, { cause })
    this.isOutcomeUnknown = isOutcomeUnknown
  }
}

/** A query was sent through a transaction that had ended: some promise in its callback was not awaited. */
export class TransactionOver extends Error {
  override readonly name = 'TransactionOver'
}

/** COMMIT was answered by ROLLBACK: a statement had failed and the callback went on as if it had not. */
export class TransactionAborted extends Error {
  override readonly name = 'TransactionAborted'
}
