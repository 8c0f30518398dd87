import { EXIT, type ExitCode } from '../exit-code.js'

/** What was looked at, how it stands, and what to do about it. Each text in both languages, `ko / en`. */
export type Finding = {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'fault'
  readonly text: string
  /** Null where nothing is to be done. */
  readonly fix: string | null
  /** What the command ends with when this is the gravest finding. */
  readonly exitCode: ExitCode
}

export const good = (name: string, text: string): Finding => ({ name, state: 'ok', text, fix: null, exitCode: EXIT.landed })

export const doubtful = (name: string, text: string, fix: string): Finding => ({
  name,
  state: 'warning',
  text,
  fix,
  exitCode: EXIT.needsAttention,
})

export const broken = (name: string, facts: { text: string; fix: string; exitCode: ExitCode }): Finding => ({
  name,
  state: 'fault',
  ...facts,
})

/** Longest wait for one check. */
export const CHECK_TIMEOUT_MS = 10_000

/** The code of a network fault (ENOTFOUND, CERT_HAS_EXPIRED), looked for where fetch hides it too. */
export function faultCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  if ('cause' in error && error.cause !== undefined) return faultCode(error.cause)
  return 'name' in error && typeof error.name === 'string' ? error.name : 'unknown'
}
