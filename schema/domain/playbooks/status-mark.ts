import type { BroadcastStatus } from './level-policy.js'

/** Every line of a drill begins so; nobody can take it for the real thing. */
export const STATUS_MARK: Readonly<Record<BroadcastStatus, { readonly ko: string; readonly en: string }>> = {
  ACTUAL: { ko: '', en: '' },
  EXERCISE: { ko: '[훈련] ', en: '[EXERCISE] ' },
  TEST: { ko: '[시험] ', en: '[TEST] ' },
}
