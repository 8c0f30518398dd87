/** Whom a page is for: the duty desk or the manager of a center, the council's coordinators, the approvers of one agency. */
export const AUDIENCES = ['DUTY', 'MANAGER', 'COORDINATOR', 'APPROVER'] as const
export type Audience = (typeof AUDIENCES)[number]

/** Ways the hub tells people by itself, and the one that people use. */
export const CONTACT_CHANNELS = ['EMAIL', 'SMS', 'PHONE'] as const
export type ContactChannel = (typeof CONTACT_CHANNELS)[number]
export type PageChannel = Exclude<ContactChannel, 'PHONE'>

/** Pages about a center that does not answer, in the order of their weight. */
export const ESCALATIONS = [
  'DIGEST',
  'CLOSED_CENTER',
  'OTHER_CHANNEL',
  'LADDER_DUTY',
  'LADDER_MANAGER',
  'UNDELIVERED',
  'LADDER_COORDINATOR',
  'LADDER_PHONE',
  'APPLY_DUTY',
  'APPLY_MANAGER',
  'APPLY_COORDINATOR',
  'APPLY_PHONE',
] as const
export type Escalation = (typeof ESCALATIONS)[number]

/** Everything that somebody must be told. The first lines are for coordinators. */
export type PageKind =
  | 'REJECTED'
  | 'UNSENDABLE'
  | 'SUSPECT'
  | 'MISSED'
  | 'PUBLISH_REFUSED'
  | 'REVIEW_DUE'
  | 'EXPIRING'
  | 'ALL_CLEAR_UNSENT'
  | 'PROPOSAL'
  | 'DRILL_CUE'
  | 'DRILL_INJECT_REFUSED'
  | 'DRILL_MISSED'
  | 'NO_CONTACT'
  | 'RATIFICATION'
  | Escalation

const AUDIENCE_OF: Readonly<Record<Escalation, Audience>> = {
  DIGEST: 'DUTY',
  CLOSED_CENTER: 'DUTY',
  OTHER_CHANNEL: 'DUTY',
  LADDER_DUTY: 'DUTY',
  LADDER_MANAGER: 'MANAGER',
  UNDELIVERED: 'COORDINATOR',
  LADDER_COORDINATOR: 'COORDINATOR',
  LADDER_PHONE: 'COORDINATOR',
  APPLY_DUTY: 'DUTY',
  APPLY_MANAGER: 'MANAGER',
  APPLY_COORDINATOR: 'COORDINATOR',
  APPLY_PHONE: 'COORDINATOR',
}

const OF_DRILLS: readonly string[] = ['DRILL_CUE', 'DRILL_INJECT_REFUSED', 'DRILL_MISSED'] satisfies readonly PageKind[]

/** Whether a page is about a drill, also one that never began and so has no activation. */
export const isOfDrill = (kind: string): boolean => OF_DRILLS.includes(kind)

export const audienceOf = (kind: Escalation): Audience => AUDIENCE_OF[kind]

export const isEscalation = (kind: string): kind is Escalation => Object.hasOwn(AUDIENCE_OF, kind)
