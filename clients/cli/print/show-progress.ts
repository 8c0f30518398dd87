import { Presets, SingleBar } from 'cli-progress'
import type { Terminal } from '../terminal.js'
import { visibleText } from './visible-text.js'

export type Progress = { readonly step: (values: number) => void; readonly end: () => void }

const SILENT: Progress = { step: () => undefined, end: () => undefined }

/** A bar over the values sent, on a terminal only: a log file gets no bar. */
export function showProgress(terminal: Terminal, fileName: string, values: number): Progress {
  if (!terminal.isInteractive) return SILENT
  const format = ` {bar} {percentage}% {value}/{total} ${visibleText(fileName)}`
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true }, Presets.shades_classic)
  bar.start(values, 0)
  return { step: count => bar.increment(count), end: () => bar.stop() }
}
