import type { CellGrid } from './cell-grid.js'
import type { FigureItem } from './figure.js'
import type { DefinitionPlan, TermPlan } from './figure-plan.js'
import { hoursListed, type FigureQuestion } from './figure-question.js'

/** One combination of items of the dimensions a question groups by; empty when it groups by none, or when nothing is there to group. */
export type FigureGroup = readonly FigureItem[]

const combinations = (lists: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  lists.reduce<readonly (readonly string[])[]>((made, items) => made.flatMap(start => items.map(item => [...start, item])), [[]])

/** Cells of a term that a group needs, as the grid knows them: group items where it is grouped, fixed items where filtered. */
export const itemsOfTerm = (term: TermPlan, group: FigureGroup): readonly string[] =>
  combinations(
    term.dimensions.map(dimension => {
      const item = group.find(one => one.dimension === dimension)?.item
      return item === undefined ? (term.fixed[dimension] ?? []) : [item]
    }),
  ).map(items => items.join('|'))

const asGroup = (question: FigureQuestion, items: readonly string[]): FigureGroup =>
  question.dimensions.map((dimension, place) => ({ dimension, item: items[place] ?? '' }))

/** Groups that the question itself names in full, by its filters or as hours of a day, or null where items have to be looked for in the data. */
export const namedGroups = (question: FigureQuestion, fixed: TermPlan['fixed']): readonly FigureGroup[] | null => {
  const lists = question.dimensions.map(dimension => (dimension === 'hour' ? hoursListed(question) : null) ?? fixed[dimension] ?? null)
  return lists.includes(null) ? null : combinations(lists.map(list => list ?? [])).map(items => asGroup(question, items))
}

/** The keys at every hour that a question by hour lists: an hour at which nothing came has a figure, too. */
const atEveryHour = (question: FigureQuestion, keys: ReadonlySet<string>): ReadonlySet<string> => {
  const hours = hoursListed(question)
  if (hours === null) return keys
  const place = question.dimensions.indexOf('hour')
  return new Set([...keys].flatMap(key => hours.map(hour => key.split('|').with(place, hour).join('|'))))
}

/** Groups met at the centers in any measure that has all the dimensions; one empty group when nothing is met, so that the answer says why. */
export const groupsMet = (
  question: FigureQuestion,
  definitions: readonly DefinitionPlan[],
  { grid, centers }: { grid: CellGrid; centers: readonly string[] },
): readonly FigureGroup[] => {
  if (question.dimensions.length === 0) return [[]]
  const terms = definitions
    .flatMap(definition => definition.terms)
    .filter(term => question.dimensions.every(name => term.dimensions.includes(name)))
  const named = namedGroups(question, terms[0]?.fixed ?? {})
  if (named !== null) return named
  const keys = new Set<string>()
  for (const term of terms) {
    const places = question.dimensions.map(name => term.dimensions.indexOf(name))
    for (const items of term.request === null ? [] : grid.itemsOf(term.request, centers)) {
      const parts = items.split('|')
      keys.add(places.map(place => parts[place] ?? '').join('|'))
    }
  }
  return keys.size === 0 ? [[]] : [...atEveryHour(question, keys)].sort().map(key => asGroup(question, key.split('|')))
}
