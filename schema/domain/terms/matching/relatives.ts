import type { EditionPack } from '../../statistics/edition-pack.js'

/** Standards that are taken for one another, by their places: what the edition lists as confusable or as meanings of one label, and variants with their standard. */
export type Relatives = ReadonlyMap<number, readonly number[]>

/** What is offered beside a standard before it. Places that nobody has are left out. */
export const relativesOf = ({ terms }: EditionPack, places: ReadonlyMap<string, number>, variants: readonly string[]): Relatives => {
  const groups = [
    ...terms.terms.map(({ ref, confusable_with: others }) => [ref, ...others]),
    ...terms.confusables.map(({ refs }) => refs),
    ...terms.ambiguous.map(({ candidates }) => candidates),
    ...variants.map(ref => [ref, ref.split('#')[0] ?? '']),
  ]
  const found = new Map<number, Set<number>>()
  for (const group of groups) {
    const known = group.flatMap(ref => places.get(ref) ?? [])
    for (const one of known) for (const other of known) if (one !== other) found.set(one, (found.get(one) ?? new Set()).add(other))
  }
  return new Map([...found].map(([one, others]) => [one, [...others]]))
}
