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

/** Every kind, what is said first where several pages are told together first. */
export const PAGE_KINDS = [
  'RATIFICATION',
  'UNSENDABLE',
  'LADDER_PHONE',
  'LADDER_COORDINATOR',
  'UNDELIVERED',
  'LADDER_MANAGER',
  'LADDER_DUTY',
  'OTHER_CHANNEL',
  'CLOSED_CENTER',
  'REJECTED',
  'APPLY_PHONE',
  'APPLY_COORDINATOR',
  'APPLY_MANAGER',
  'APPLY_DUTY',
  'ALL_CLEAR_UNSENT',
  'NO_CONTACT',
  'EXPIRING',
  'MISSED',
  'PUBLISH_REFUSED',
  'DRILL_INJECT_REFUSED',
  'DRILL_CUE',
  'DRILL_MISSED',
  'SUSPECT',
  'PROPOSAL',
  'REVIEW_DUE',
  'DIGEST',
] as const satisfies readonly PageKind[]

/** Pages in the order of their weight, the most critical first; of one kind the last one written. */
export const byWeight = <P extends { readonly kind: string; readonly id: number }>(pages: readonly P[]): readonly P[] =>
  pages.toSorted((a, b) => weightOf(a.kind) - weightOf(b.kind) || b.id - a.id)

const weightOf = (kind: string): number => {
  const place = (PAGE_KINDS as readonly string[]).indexOf(kind)
  return place < 0 ? PAGE_KINDS.length : place
}

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

/** Pages about drills, which their contacts alone are told. */
export const OF_DRILLS: readonly string[] = ['DRILL_CUE', 'DRILL_INJECT_REFUSED', 'DRILL_MISSED'] satisfies readonly PageKind[]

/** Whether a page is about a drill, also one that never began and so has no activation. */
export const isOfDrill = (kind: string): boolean => OF_DRILLS.includes(kind)

export const audienceOf = (kind: Escalation): Audience => AUDIENCE_OF[kind]

export const isEscalation = (kind: string): kind is Escalation => Object.hasOwn(AUDIENCE_OF, kind)
