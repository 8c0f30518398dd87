import { registerEnumType } from 'type-graphql'
import type { DrillCause, DrillPlanState, DrillState, InjectState } from '../domain/playbooks/drill-state.js'
import type { DrillVerdict } from '../domain/playbooks/drill-report.js'

export const DrillPlanStates: { readonly [S in DrillPlanState]: S } = { PLANNED: 'PLANNED', APPROVED: 'APPROVED', CLOSED: 'CLOSED' }
registerEnumType(DrillPlanStates, {
  name: 'DrillPlanState',
  description: 'How a drill plan stands. Open to coordinators and administrators.',
  valuesConfig: {
    PLANNED: { description: 'Written; others have to approve it.' },
    APPROVED: { description: 'Approved: drills of it begin at their time. An edit makes it PLANNED again.' },
    CLOSED: { description: 'No drill of it begins any more.' },
  },
})

export const DrillStates: { readonly [S in DrillState]: S } = {
  WAITING: 'WAITING',
  RUNNING: 'RUNNING',
  ENDED: 'ENDED',
  ABORTED: 'ABORTED',
  MISSED: 'MISSED',
}
registerEnumType(DrillStates, {
  name: 'DrillState',
  description: 'How a drill stands. Open to whoever may see the drill.',
  valuesConfig: {
    WAITING: { description: 'Its time has not come.' },
    RUNNING: { description: 'It is under way.' },
    ENDED: { description: 'It is over.' },
    ABORTED: { description: 'Somebody stopped it, or its plan was changed before it began.' },
    MISSED: { description: 'It never began.' },
  },
})

export const DrillCauses: { readonly [C in DrillCause]: C } = {
  TIME: 'TIME',
  REAL: 'REAL',
  NO_PARTICIPANTS: 'NO_PARTICIPANTS',
  WITHDRAWN: 'WITHDRAWN',
  ABORTED: 'ABORTED',
  PLAN_CHANGED: 'PLAN_CHANGED',
  NO_TIME_LEFT: 'NO_TIME_LEFT',
  LATE: 'LATE',
}
registerEnumType(DrillCauses, {
  name: 'DrillCause',
  description: 'Why a drill ended, or never began. Open to whoever may see the drill.',
  valuesConfig: {
    TIME: { description: 'Its time was over.' },
    REAL: { description: 'Nobody was left: the real thing took centers out.' },
    NO_PARTICIPANTS: { description: 'Nobody was left: its centers are members no more.' },
    WITHDRAWN: { description: 'Its activation was ended by hand.' },
    ABORTED: { description: 'A coordinator stopped it.' },
    PLAN_CHANGED: { description: 'Its plan was edited before it began.' },
    NO_TIME_LEFT: { description: 'Its window had no time left at which all doors are open and no emergency stands in the way.' },
    LATE: { description: 'Nothing ran while its time lasted.' },
  },
})

export const InjectStates: { readonly [S in InjectState]: S } = {
  PENDING: 'PENDING',
  SENT: 'SENT',
  CUED: 'CUED',
  DROPPED: 'DROPPED',
  REFUSED: 'REFUSED',
}
registerEnumType(InjectStates, {
  name: 'DrillInjectState',
  description: 'What became of something that is to happen in a drill. Open to whoever may see it.',
  valuesConfig: {
    PENDING: { description: 'Its time has not come.' },
    SENT: { description: 'Its message went out.' },
    CUED: { description: 'Coordinators were told to play it.' },
    DROPPED: { description: 'The drill ended before.' },
    REFUSED: { description: 'Its message could not be sent; coordinators were told why.' },
  },
})

export const DrillVerdicts: { readonly [V in DrillVerdict]: V } = {
  MET: 'MET',
  LATE: 'LATE',
  MISSED: 'MISSED',
  REJECTED: 'REJECTED',
  LEFT: 'LEFT',
  OVERTAKEN: 'OVERTAKEN',
  OPEN: 'OPEN',
  NOT_ASKED: 'NOT_ASKED',
}
registerEnumType(DrillVerdicts, {
  name: 'DrillVerdict',
  description: 'What an answer in a drill was worth. Seen by the center it is of, coordinators and administrators.',
  valuesConfig: {
    MET: { description: 'Within the target.' },
    LATE: { description: 'After the target.' },
    MISSED: { description: 'Not at all, although there was time until the target.' },
    REJECTED: { description: 'Rejected with a reason.' },
    LEFT: { description: 'The center was taken out before it was due: by the real thing, or because it left the council.' },
    OVERTAKEN: { description: 'The message or the drill was over before it was due.' },
    OPEN: { description: 'Not due yet.' },
    NOT_ASKED: { description: 'Nothing was asked.' },
  },
})
