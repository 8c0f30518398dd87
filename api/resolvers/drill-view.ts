import type { Drill as DomainDrill } from '../../schema/domain/playbooks/drill.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Drill, DrillPlan } from '../../schema/graphql/drill.js'
import type { PlanDrillInput } from '../../schema/graphql/drill-input.js'
import type { DrillReport } from '../../schema/graphql/drill-report.js'
import type { DrillToPlan } from '../operations/drill-to-plan.js'
import type { ListedDrillPlan } from '../operations/list-drills.js'
import type { DrillReport as Reported } from '../operations/read-drill-report.js'
import { toValues } from './playbook-view.js'

type Registry = Pick<Standards, 'centerCodes'>

const codesOf = (ids: readonly number[], { centerCodes }: Registry): readonly string[] => ids.flatMap(id => centerCodes.get(id) ?? [])

export const toDrillToPlan = ({ startsAt, window, overflow, values, injects, ...said }: PlanDrillInput): DrillToPlan => ({
  scenario: said.scenario,
  exerciseId: said.exerciseId,
  participants: said.participants,
  overflow: overflow ?? [],
  startsAt: startsAt ?? null,
  window:
    window == null
      ? null
      : { from: window.from, to: window.to, everyMonths: window.everyMonths ?? null, blackoutDays: window.blackoutDays ?? [] },
  values: toValues(values ?? []),
  injects: (injects ?? []).map(({ inject: no, level, ackMinutes, applyMinutes, values: own }) => ({
    no,
    level: level ?? null,
    ackMinutes: ackMinutes ?? null,
    applyMinutes: applyMinutes ?? null,
    values: toValues(own ?? []),
  })),
})

export const toDrillPlan = (plan: ListedDrillPlan, standards: Registry): DrillPlan => ({
  ...plan,
  participants: codesOf(plan.participants, standards),
  overflow: codesOf(plan.overflow, standards),
})

export const toDrill = ({ planId, activationId, ...drill }: DomainDrill, standards: Registry): Drill => ({
  ...drill,
  plan: planId,
  activation: activationId,
  participants: codesOf(drill.participants, standards),
})

export const toDrillReport = ({ drill, injects, medians, centers }: Reported, standards: Registry): DrillReport => ({
  drill: toDrill(drill, standards),
  injects: injects.map(({ messageId, ...inject }) => ({
    ...inject,
    broadcast: messageId,
    medians: medians.find(({ no }) => no === inject.no) ?? null,
  })),
  medians: medians.find(({ no }) => no === null) ?? null,
  centers: centers.map(({ centerId, lines, trend }) => ({
    center: standards.centerCodes.get(centerId) ?? '',
    answers: lines.map(line => ({ ...line, inject: line.no })),
    trend: trend.map(one => ({ ...one, drill: one.drillId })),
  })),
})
