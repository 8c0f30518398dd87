import { pino } from 'pino'
import type { Config } from './config.js'

/** Writes one JSON line per call. First the facts, `event` among them; never figures, labels, tokens or bodies. */
export type Logger = {
  readonly [level in 'debug' | 'info' | 'warn' | 'error' | 'fatal']: (facts: {
    readonly event: string
    readonly [name: string]: unknown
  }) => void
}

/** The log of this process on standard output. Members that may hold a secret are cut out, should one ever get there. */
export const createLog = (level: Config['logLevel']) =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    redact: { paths: ['*.authorization', '*.headers', '*.url', 'authorization', 'headers', 'token', '*.token'], censor: '[secret]' },
  })
