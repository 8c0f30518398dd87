import type { AlertLevel } from './alert-level.js'

export const CAP_URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const CAP_SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const CAP_CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const
export const CAP_RESPONSES = ['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'] as const
export const CAP_CATEGORIES = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const

export type CapCategory = (typeof CAP_CATEGORIES)[number]

/** What a message says in the words of the Common Alerting Protocol 1.2; kept beside the Korean level, never instead of it. */
export type CapValues = {
  /** At least one. */
  readonly categories: readonly CapCategory[]
  readonly urgency: (typeof CAP_URGENCIES)[number]
  readonly severity: (typeof CAP_SEVERITIES)[number]
  readonly certainty: (typeof CAP_CERTAINTIES)[number]
  readonly responses: readonly (typeof CAP_RESPONSES)[number][]
}

type CapTrio = Pick<CapValues, 'urgency' | 'severity' | 'certainty'>

/** What a level stands for where its template says nothing else. */
export const CAP_BY_LEVEL: { readonly [L in AlertLevel]: CapTrio } = {
  attention: { urgency: 'Future', severity: 'Minor', certainty: 'Possible' },
  caution: { urgency: 'Expected', severity: 'Moderate', certainty: 'Likely' },
  alert: { urgency: 'Expected', severity: 'Severe', certainty: 'Likely' },
  serious: { urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed' },
}
