import { refuse, accept, type Outcome } from '../../schema/domain/outcome.js'
import type { DrillReport } from './drill-types.js'
import type { ExportedFile } from './export-types.js'
import { HubFault } from './hub-fault.js'
import type { Download } from './post-export.js'
import type { PostGraphql } from './post-graphql.js'
import { readField } from './refusals.js'

const MEDIANS = '{ delivered received acknowledged applied }'

const REPORT = `query drillReport($drill: ID!) { drillReport(drill: $drill) {
  drill { id exerciseId state cause isAnnounced startsAt endedAt }
  injects { no kind recipient said expected level dueAt doneAt state isLate ackSeconds applySeconds medians ${MEDIANS} }
  medians ${MEDIANS}
  centers { center
    answers { inject delivered received acknowledged acknowledgedAs applied appliedAs rejected rejectReason escalations }
    trend { drill exerciseId startsAt met late missed rejected medianSeconds councilMedianSeconds } }
} }`

/** What centers and coordinators ask of drills. Every answer is an Outcome, as with all methods of the client. */
export type DrillQuestions = {
  /** How centers did in a drill: a center gets itself and the medians, coordinators and administrators get all. Refused with NOT_FOUND. */
  readonly drillReport: (drill: string) => Promise<Outcome<DrillReport>>
  /** The same as CSV, a line for each center and message. */
  readonly exportDrillReport: (drill: string) => Promise<Outcome<ExportedFile>>
}

export const createDrillQuestions = (post: PostGraphql, download: Download): DrillQuestions => ({
  drillReport: async drill => {
    const read = readField(await post<Readonly<Record<string, DrillReport | null>>>(REPORT, { drill }), 'drillReport')
    if (!read.ok) return refuse(...read.issues)
    if (read.value === null) throw new HubFault('answer', 'The hub answered nothing for drillReport.')
    return accept(read.value)
  },
  exportDrillReport: drill => download('/export/drill-csv', JSON.stringify({ drill })),
})
