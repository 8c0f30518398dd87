import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { isHubFault, type ExportedFile } from '../sdk/index.js'
import { UsageFault } from './usage-fault.js'

/** Writes beside the file and renames at the end, so that a file of that name is always whole. Gives its bytes. UsageFault where it cannot be written. */
export async function writeDownload(path: string, { pieces }: ExportedFile, step: (bytes: number) => void): Promise<number> {
  const part = `${path}.part`
  let bytes = 0
  try {
    await pipeline(
      pieces,
      async function* count(source: AsyncIterable<Uint8Array>) {
        for await (const piece of source) {
          bytes += piece.length
          step(piece.length)
          yield piece
        }
      },
      createWriteStream(part),
    )
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    if (isHubFault(error)) throw error
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new UsageFault(`파일을 쓸 수 없습니다: ${path}`, `The file cannot be written: ${path} (${reason})`)
  }
  return bytes
}
