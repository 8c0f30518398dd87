import { pino } from 'pino'
import type { Logger } from '../../api/log.js'

export type LogLine = Readonly<Record<string, unknown>> & { readonly event?: string }

/** A logger and the lines it has written so far. */
export function collectLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = []
  // The logger writes one JSON object a line.
  const log = pino({ level: 'debug', base: null, timestamp: false }, { write: text => void lines.push(JSON.parse(text) as LogLine) })
  return { log, lines }
}
