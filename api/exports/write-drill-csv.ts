import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { DrillReport } from '../operations/read-drill-report.js'
import { csvNumber, csvText, csvWords, type CsvCell } from './csv-text.js'

const BOM = '\uFEFF'

const COLUMNS = [
  'exercise_id',
  'drill',
  'center',
  'inject',
  'said',
  'level',
  'sent_at',
  'is_late',
  'delivered_seconds',
  'received_seconds',
  'ack_target_seconds',
  'acknowledged_seconds',
  'acknowledged_as',
  'ack_council_median_seconds',
  'apply_target_seconds',
  'applied_seconds',
  'applied_as',
  'apply_council_median_seconds',
  'rejected_seconds',
  'reject_reason',
  'escalations',
]

/** A report as a file: a line for each center and message, as far as its reader sees them. Seconds are after the message was sent; an empty one never came. */
export function writeDrillCsv({ drill, injects, medians, centers }: DrillReport, { centerCodes }: Pick<Standards, 'centerCodes'>): string {
  const lines = centers.flatMap(({ centerId, lines: own }) =>
    own.map(line => {
      const inject = injects.find(({ no }) => no === line.no)
      const council = medians.find(({ no }) => no === line.no)
      const cells: readonly CsvCell[] = [
        drill.exerciseId,
        drill.id,
        centerCodes.get(centerId) ?? '',
        line.no,
        inject?.said ?? '',
        inject?.level ?? '',
        line.sentAt,
        inject?.isLate === true ? 1 : 0,
        line.delivered,
        line.received,
        line.ackSeconds,
        line.acknowledged,
        line.acknowledgedAs,
        council?.acknowledged ?? null,
        line.applySeconds,
        line.applied,
        line.appliedAs,
        council?.applied ?? null,
        line.rejected,
        line.rejectReason,
        line.escalations,
      ]
      return cells.map(cell => (typeof cell === 'number' ? csvNumber(cell) : csvWords(cell)))
    }),
  )
  return `${BOM}${csvText([COLUMNS, ...lines])}`
}
