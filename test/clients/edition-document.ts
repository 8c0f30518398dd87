import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { FILE_SHAPES } from '../../db/edition/edition-shape.js'
import { PACK_FILES } from '../../schema/domain/statistics/edition-pack.js'

/** The council's pack as a hub serves it: the five files, absent fields null. */
export async function readPack(): Promise<Record<string, unknown>> {
  const files = PACK_FILES.map(async file => {
    const raw: unknown = parse(await readFile(`db/edition/2026.1/${file}.yaml`, 'utf8'))
    return [file, FILE_SHAPES[file].parse(raw)] as const
  })
  return Object.fromEntries(await Promise.all(files))
}
