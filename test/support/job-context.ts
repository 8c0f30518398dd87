import { createHub } from '../../api/hub.js'
import type { Logger } from '../../api/log.js'
import type { Database } from '../../db/connect.js'
import type { JobContext } from '../../jobs/job.js'

/** What a job works with, over the database given; nobody stops it. */
export const jobContext = (db: Database, log: Logger): JobContext => ({
  ...createHub({ db, log, settings: { environment: 'development', heldRowDays: 90 } }),
  signal: new AbortController().signal,
})
