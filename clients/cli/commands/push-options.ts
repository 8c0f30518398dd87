import type { SubmissionMode, SubmissionStrategy } from '../../../schema/domain/submissions/submission.js'
import type { PushChoices } from '../submit/push-choices.js'
import { SUBMISSION_LIMITS } from '../submit/prepare-requests.js'
import { UsageFault } from '../usage-fault.js'

/** Options of `hub120 push` as commander reads them. */
export type PushOptions = {
  readonly check?: boolean
  readonly dryRun?: boolean
  readonly dryRunHash?: string
  readonly mode: string
  readonly strategy: string
  readonly scope?: string
  readonly reason?: string
  readonly again?: boolean
  readonly spooled?: boolean
  readonly chunk?: string
}

const MODES: Readonly<Record<string, SubmissionMode>> = { partial: 'PARTIAL', atomic: 'ATOMIC' }
const STRATEGIES: Readonly<Record<string, SubmissionStrategy>> = { merge: 'MERGE', replace_scope: 'REPLACE_SCOPE', retract: 'RETRACT' }

function pick<T>(name: string, words: Readonly<Record<string, T>>, text: string): T {
  const found = Object.entries(words).find(([word]) => word === text.toLowerCase().replaceAll('-', '_'))
  if (found !== undefined) return found[1]
  const accepted = Object.keys(words).join(', ')
  throw new UsageFault(`${name} "${text}"은(는) 쓸 수 없습니다: ${accepted}`, `${name} is "${text}"; accepted: ${accepted}.`)
}

/** `nightly:day:2026-11-19`: measure set, period type, first day. */
function readScope(text: string): NonNullable<PushChoices['scope']> {
  const [measureSet = '', periodType = '', periodStart = '', ...rest] = text.split(':')
  if (measureSet !== '' && periodType !== '' && periodStart !== '' && rest.length === 0) return { measureSet, periodType, periodStart }
  throw new UsageFault('--scope는 nightly:day:2026-11-19처럼 적습니다.', `--scope is "${text}"; written like nightly:day:2026-11-19.`)
}

function readChunk(text: string): number {
  const values = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (values >= 1 && values <= SUBMISSION_LIMITS.values) return values
  const most = SUBMISSION_LIMITS.values
  throw new UsageFault(`--chunk "${text}"은(는) 쓸 수 없습니다: 1에서 ${most}까지`, `--chunk is "${text}"; accepted: 1 to ${most}.`)
}

/** The choices for all files. UsageFault for a word that is none and for options that do not go together. */
export function readChoices(options: PushOptions): PushChoices {
  const strategy = pick('--strategy', STRATEGIES, options.strategy)
  if (strategy === 'RETRACT' && (options.reason ?? '').trim() === '') {
    throw new UsageFault('철회에는 --reason이 필요합니다.', '--strategy retract needs --reason.')
  }
  if (strategy === 'REPLACE_SCOPE' && options.scope === undefined) {
    throw new UsageFault(
      '범위 교체에는 --scope가 필요합니다(예: nightly:day:2026-11-19).',
      '--strategy replace_scope needs --scope, for example nightly:day:2026-11-19.',
    )
  }
  return {
    mode: pick('--mode', MODES, options.mode),
    strategy,
    scope: options.scope === undefined ? null : readScope(options.scope),
    reason: options.reason ?? null,
    isDryRun: options.dryRun ?? false,
    dryRunHash: options.dryRunHash ?? null,
    isAgain: options.again ?? false,
    chunkValues: options.chunk === undefined ? null : readChunk(options.chunk),
  }
}
