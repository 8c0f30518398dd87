import { SingleBar } from 'cli-progress'
import type { Terminal } from '../terminal.js'
import type { Progress } from './show-progress.js'
import { visibleText } from './visible-text.js'

/** Bytes that have come, on a terminal only; how many will come nobody knows before the end. */
export function showDownload(terminal: Terminal, fileName: string): Progress {
  if (!terminal.isInteractive) return { step: () => undefined, end: () => undefined }
  const format = ` {value} KB  {duration_formatted}  ${visibleText(fileName)}`
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true })
  bar.start(0, 0)
  let bytes = 0
  return {
    step: count => {
      bytes += count
      bar.update(Math.round(bytes / 1024))
    },
    end: () => bar.stop(),
  }
}
