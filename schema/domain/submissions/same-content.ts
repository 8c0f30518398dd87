import { isSameNumber } from './exact-number.js'
import type { ExactNumber } from './submission.js'

/** What makes one accepted value differ from another (S34). The missing reason is part of the status. */
export type RowContent = {
  readonly value: ExactNumber | null
  readonly status: string | null
  readonly parameters: Readonly<Record<string, string>> | null
}

const isSameRecord = (a: RowContent['parameters'], b: RowContent['parameters']): boolean => {
  if (a === b) return true
  const [left, right] = [a ?? {}, b ?? {}]
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every(name => left[name] === right[name])
}

/** True when nothing that counts as a revision differs: value, status with its missing reason, parameters. `12.0` is `12` (S34, S6). */
export const isSameContent = (a: RowContent, b: RowContent): boolean =>
  a.status === b.status && isSameNumber(a.value, b.value) && isSameRecord(a.parameters, b.parameters)
