import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import * as z from 'zod'
import type { LocalWord } from '../../schema/domain/terms/proposal.js'

/** A local word with what a careful steward would say of it. */
export type LabelledWord = {
  readonly row: string
  readonly word: LocalWord
  /** Refs of which any is right; empty where nothing is meant (NONE). */
  readonly gold: readonly string[]
  readonly mayAccept: boolean
  /** `60/1 min->s`, `mm:ss`, or empty; a file may also write the JSON that a proposal carries. */
  readonly conversion: string
  readonly difficulty: string
}

const columns = z.looseObject({
  row: z.string(),
  center: z.string(),
  local_term: z.string(),
  local_unit: z.string(),
  kind: z.string(),
  values: z.string(),
  gold: z.string().min(1),
  decision_allowed: z.enum(['may_accept', 'must_not_accept']),
  conversion: z.string(),
  difficulty: z.string(),
})

const jsonConversion = z.union([
  z.object({ factor: z.string(), from: z.string(), to: z.string() }).transform(({ factor, from, to }) => `${factor} ${from}->${to}`),
  z.object({ format: z.string() }).transform(({ format }) => format),
])

const readConversion = (written: string): string => (written.startsWith('{') ? jsonConversion.parse(JSON.parse(written)) : written)

/** The words of a labelled CSV file, in its order. A fault in the file is thrown. */
export async function readLabelledWords(path: string): Promise<readonly LabelledWord[]> {
  const rows: unknown = parse(await readFile(path), { columns: true, bom: true, skip_empty_lines: true })
  return z
    .array(columns)
    .parse(rows)
    .map(({ row, center, local_term: label, local_unit: unit, kind, values, gold, decision_allowed, conversion, difficulty }) => ({
      row,
      word: { kind, label, unit: unit === '' ? null : unit, values: values === '' ? [] : values.split(';'), center },
      gold:
        gold.trim() === 'NONE'
          ? []
          : gold
              .split('|')
              .map(ref => ref.trim())
              .filter(ref => ref !== 'NONE'),
      mayAccept: decision_allowed === 'may_accept',
      conversion: readConversion(conversion.trim()),
      difficulty,
    }))
}
