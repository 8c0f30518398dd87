import { placeholdersIn } from './placeholders.js'
import type { Level, PlaybookLibrary } from './playbook.js'
import type { PlaceholderValues } from './placeholder-value.js'
import { wordValue } from './word-value.js'

export type Filling = {
  readonly library: PlaybookLibrary
  readonly level: Level
  readonly values: PlaceholderValues
  /** Names that stay as they are, to be filled in later. */
  readonly open: ReadonlySet<string>
}

/**
 * A line with its places filled in; null where one that a coordinator may leave empty is empty, so that no empty bracket is ever read aloud. The name of the
 * center and what each center fills in itself stay open. Chinese and Vietnamese lines take the English values.
 */
export function fillLine(line: string, language: 'ko' | 'en', { library, level, values, open }: Filling): string | null {
  let filled = line
  for (const name of placeholdersIn(line)) {
    const placeholder = library.placeholders.get(name)
    if (open.has(name) || placeholder?.fillBy === 'center') continue
    if (placeholder?.fillBy === 'hub') {
      if (name === 'level_name') filled = filled.replaceAll(`{{${name}}}`, library.levelNames[level][language])
      continue
    }
    const given = values[name]
    const worded = given === undefined || placeholder === undefined ? null : wordValue(placeholder, given, language)
    if (worded === null) return null
    filled = filled.replaceAll(`{{${name}}}`, () => worded)
  }
  return filled
}
