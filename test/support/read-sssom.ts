import { parse } from 'csv-parse/sync'
import { parse as parseYaml } from 'yaml'

/** A mapping set read by tools that know nothing of ours. */
export function readSssomFile(text: string) {
  const lines = text.split('\n')
  const first = lines.findIndex(line => !line.startsWith('#'))
  const metadata = parseYaml(
    lines
      .slice(0, first)
      .map(line => line.slice(1))
      .join('\n'),
  ) as Record<string, unknown> // a mapping, as every header is
  const rows = parse(lines.slice(first).join('\n'), { delimiter: '\t', columns: true }) as Record<string, string>[] // as `columns` gives them
  return { metadata, rows }
}

const LISTS = ['author_label', 'reviewer_label']

/** The same as the JSON of SSSOM, without columns that are ours. */
export function toMappingSet(text: string): object {
  const { metadata, rows } = readSssomFile(text)
  const { extension_definitions: _ours, ...known } = metadata
  const mappings = rows.map(row =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
        if (value === '' || name.startsWith('hub120_')) return []
        if (LISTS.includes(name)) return [[name, value.split('|')]]
        return [[name, name === 'confidence' ? Number(value) : value]]
      }),
    ),
  )
  return { ...known, mappings }
}
