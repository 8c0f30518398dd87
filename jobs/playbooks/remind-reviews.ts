import { findLibrary } from '../../db/queries/playbook-libraries.js'
import { appendPage } from '../../db/queries/pages.js'
import { addDays, parseDate } from '../../schema/domain/period.js'
import { JOBS, type JobContext, type JobResult } from '../job.js'

/** Long enough to read a text and ask its lead agency. */
const AHEAD_DAYS = 30

/**
 * Tells coordinators of each playbook and protection of the library that is to be reviewed within thirty days, and once more when its day has passed
 * (Framework Act, art. 34-5: manuals are looked at every half year).
 */
export async function remindReviews({ db }: JobContext): Promise<JobResult> {
  const detail = await db.transaction(JOBS, async tx => {
    const library = await findLibrary(tx.sql, null)
    if (library === null) return { soon: 0, past: 0 }
    const today = parseDate(library.today)
    if (today === null) throw new Error(`The database's day ${library.today} is none.`)
    const texts = [...library.playbooks.values(), ...library.protections.values()]
    const told = { soon: 0, past: 0 }
    for (const { code, review_by: reviewBy } of texts) {
      if (reviewBy > addDays(today, AHEAD_DAYS)) continue
      const when = reviewBy < today ? 'past' : 'soon'
      const subject = `${library.code} ${code} ${reviewBy} ${when}`
      if (await appendPage(tx, { kind: 'REVIEW_DUE', subject, detail: { playbook: code, reviewBy, when } })) told[when] += 1
    }
    return told
  })
  return { outcome: 'done', detail }
}
