import { normalizeLabel } from '../../../schema/domain/terms/normalize-label.js'

/** Something that can be asked for, by all its names. */
export type Named = { readonly code: string; readonly nameKo: string; readonly nameEn: string }

const MOST_NAMES = 5

/** Letters to put in, take out or change to get from one text to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, other] of Array.from(b).entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** 0 where one text holds the other, else the part of it that differs. */
function strangeness(text: string, name: string): number {
  const [a, b] = [normalizeLabel(text), normalizeLabel(name)]
  if (a === '' || b === '') return 1
  return a.includes(b) || b.includes(a) ? 0 : distance(a, b) / Math.max(a.length, b.length)
}

/** The names that are most like `text`, the nearest first. */
export const nearestNames = (text: string, all: readonly Named[]): readonly Named[] =>
  all
    .map(named => ({ named, far: Math.min(...[named.code, named.nameKo, named.nameEn].map(name => strangeness(text, name))) }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, MOST_NAMES)
    .map(({ named }) => named)

/** `response_rate(응대율, Response rate)` */
export const namesText = (names: readonly Named[]): string =>
  names.map(({ code, nameKo, nameEn }) => `${code}(${nameKo}, ${nameEn})`).join('; ')
