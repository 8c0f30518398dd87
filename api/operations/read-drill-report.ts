import { findDrillOf, listInjects } from '../../db/queries/drills.js'
import { listDrillLines, listFormerDrills, listMedians, type DrillMedian } from '../../db/queries/drill-results.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Drill, DrillInject } from '../../schema/domain/playbooks/drill.js'
import { judgeLines, sumLines, type CenterResult, type JudgedLine } from '../../schema/domain/playbooks/drill-report.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { notFound } from './playbook-refusals.js'

/** How a center did in one drill, beside the council's median of it. */
export type DrillTrend = CenterResult & {
  readonly drillId: string
  readonly exerciseId: string
  readonly startsAt: string
  readonly councilMedianSeconds: number | null
}

export type CenterReport = {
  readonly centerId: number
  readonly result: CenterResult
  readonly lines: readonly JudgedLine[]
  /** This drill and the center's former ones, the latest first. */
  readonly trend: readonly DrillTrend[]
}

export type DrillReport = {
  readonly drill: Drill
  /** What a center is told of is what was sent. */
  readonly injects: readonly DrillInject[]
  readonly medians: readonly DrillMedian[]
  readonly centers: readonly CenterReport[]
}

/**
 * How centers did in a drill: every message with its times against the targets, the council's medians, and the center's former drills. A center gets its own lines and the
 * medians; coordinators and administrators get all.
 */
export const readDrillReport = (hub: Hub, caller: Caller, asked: string): Promise<Outcome<DrillReport>> =>
  hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      // Three ids of one drill begin with EXR-, and whoever planned it holds that of the plan.
      const drill = await findDrillOf(tx, asked)
      if (drill === null) return refuse(notFound('drill', asked))
      const { id } = drill
      const former = drill.startsAt === null ? [] : await listFormerDrills(tx, id)
      const ids = [id, ...former.map(one => one.id)]
      const [lines, medians, injects] = [await listDrillLines(tx, ids), await listMedians(tx, ids), await listInjects(tx, id)]
      const judged = judgeLines(lines, drill.state === 'RUNNING')
      const centers = [...new Set(judged.filter(({ drillId }) => drillId === id).map(({ centerId }) => centerId))]
      const shown = [{ id, exerciseId: drill.exerciseId, startsAt: drill.startsAt ?? '' }, ...former]
      return accept({
        drill,
        injects,
        medians: medians.filter(({ drillId }) => drillId === id),
        centers: centers.map(centerId => reportCenter(centerId, { id, judged, medians, shown })),
      })
    },
    { isReadOnly: true, isolation: 'repeatable read' },
  )

type Material = {
  readonly id: string
  readonly judged: readonly JudgedLine[]
  readonly medians: readonly DrillMedian[]
  readonly shown: readonly { readonly id: string; readonly exerciseId: string; readonly startsAt: string }[]
}

function reportCenter(centerId: number, { id, judged, medians, shown }: Material): CenterReport {
  const own = judged.filter(line => line.centerId === centerId)
  const of = (drillId: string) => own.filter(line => line.drillId === drillId)
  const trend = shown.flatMap(({ id: drillId, exerciseId, startsAt }) => {
    const lines = of(drillId)
    const council = medians.find(one => one.drillId === drillId && one.no === null)?.acknowledged ?? null
    return lines.length === 0 ? [] : [{ ...sumLines(lines), drillId, exerciseId, startsAt, councilMedianSeconds: council }]
  })
  return { centerId, result: sumLines(of(id)), lines: of(id), trend }
}
