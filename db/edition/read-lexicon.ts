import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import * as z from 'zod'
import { projectRoot } from '../project-root.js'
import { PIECE_KINDS, type SurfaceLexicon, type ValueRange } from '../../schema/domain/terms/lexicon-row.js'

const row = z
  .strictObject({
    surface: z.string().min(1),
    tokens: z.string(),
    language: z.enum(['ko', 'en']),
    kind: z.enum(PIECE_KINDS),
    status: z.enum(['active', 'candidate', 'withdrawn']),
    source: z.string().min(1),
    valid_from: z.iso.date(),
  })
  .transform(({ tokens, valid_from: validFrom, ...rest }) => ({ ...rest, tokens: tokens.split(' ').filter(token => token !== ''), validFrom }))

const optional = z.union([z.literal('').transform(() => null), z.coerce.number()])
const range = z
  .strictObject({
    ref: z.string(),
    low: z.coerce.number(),
    high: z.coerce.number(),
    per_thousand_low: optional,
    per_thousand_high: optional,
    source: z.string().min(1),
    valid_from: z.iso.date(),
  })
  .transform(({ ref, low, high, per_thousand_low: least, per_thousand_high: most, valid_from: validFrom }) => ({
    ref,
    low,
    high,
    perThousand: least === null || most === null ? null : { low: least, high: most },
    validFrom,
  }))

const size = z
  .strictObject({ center: z.string().min(1), residents: z.coerce.number().positive(), source: z.string().min(1), valid_from: z.iso.date() })
  .transform(({ center, residents, valid_from: validFrom }) => ({ center, residents, validFrom }))

const rowsOf = async (path: string): Promise<{ readonly text: string; readonly rows: unknown }> => {
  const text = await readFile(path, 'utf8')
  return { text, rows: parse(text, { columns: true, skip_empty_lines: true }) }
}

/**
 * The council's lexicon in the folder of an edition: `lexicon.csv` (what pieces of local words mean, each row with its source) and
 * `value-profiles.csv` (between which figures the median night of a standard lies) with `center-residents.csv` (how many people each center
 * serves). The version is a hash of the three. A fault in them is thrown.
 */
export async function readLexicon(folder: string): Promise<SurfaceLexicon> {
  const surfaces = await rowsOf(join(folder, 'lexicon.csv'))
  const profiles = await rowsOf(join(folder, 'value-profiles.csv'))
  const residents = await rowsOf(join(folder, 'center-residents.csv'))
  const version = createHash('sha256').update(surfaces.text).update(profiles.text).update(residents.text).digest('hex').slice(0, 12)
  return {
    version,
    rows: z.array(row).parse(surfaces.rows),
    ranges: z.array(range).parse(profiles.rows),
    sizes: z.array(size).parse(residents.rows),
  }
}

const COUNCIL = join(projectRoot, 'db', 'edition', '2026.1')

/** The lexicon that this version of the hub brings. */
export const readCouncilLexicon = (): Promise<SurfaceLexicon> => readLexicon(COUNCIL)

/** Of it, only what is usual of each standard. */
export const readCouncilRanges = async (): Promise<readonly ValueRange[]> =>
  z.array(range).parse((await rowsOf(join(COUNCIL, 'value-profiles.csv'))).rows)
