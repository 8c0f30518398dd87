import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it } from 'vitest'
import { labelKey } from '../../schema/domain/terms/matching/clean-label.js'
import type { Matcher } from '../../schema/domain/terms/matcher.js'
import type { LocalWord } from '../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../schema/domain/terms/propose-mapping.js'
import { settleProposal } from '../../schema/domain/terms/settle-proposal.js'
import { councilMatcher } from '../support/council-matcher.js'
import { readLabelledWords } from './labelled-word.js'
import { INHERENT, NOTHING, TOKENS } from './residue-tokens.js'

const SETS = [
  'labelled',
  'development',
  'development-two',
  ...'first second third fourth fifth sixth seventh eighth'.split(' ').map(nth => `${nth}-sealed`),
]

let matcher: Matcher
beforeAll(async () => {
  matcher = await councilMatcher()
})

const acceptedAs = (word: LocalWord): string | null => {
  const { decision, candidates } = settleProposal(proposeMapping(matcher, word))
  return decision === 'accept' ? (candidates[0]?.ref ?? null) : null
}

/** Before, behind, within and in parentheses, with and without a blank. */
const PLACES: readonly ((label: string, token: string) => string)[] = [
  (label, token) => `${token}${label}`,
  (label, token) => `${token} ${label}`,
  (label, token) => `${label}${token}`,
  (label, token) => `${label} ${token}`,
  (label, token) => `${label.slice(0, label.length / 2)}${token}${label.slice(label.length / 2)}`,
  (label, token) => `${label}(${token})`,
  (label, token) => `(${token})${label}`,
]

/** Whether the token says of the standard what the edition or the label says already, or nothing at all. */
const saysNothingNew = (token: string, label: string, ref: string): boolean => {
  const said = labelKey(token.toLowerCase())
  const text = matcher.concepts[matcher.places.get(ref) ?? -1]?.text.all ?? ''
  return (
    token in NOTHING ||
    label.toLowerCase().includes(said) ||
    text.includes(said) ||
    INHERENT.some(([one, refs]) => one === token && refs.test(ref))
  )
}

/** One label in so many meets a token in one place; over the labels every token stands in every place. */
const EVERY = 397

it('no word that narrows, negates, plans or counts otherwise leaves an accepted label of the sets accepted as the same', async () => {
  const files = SETS.map(name => readLabelledWords(fileURLToPath(new URL(`../terms/${name}-words.csv`, import.meta.url))))
  const words = (await Promise.all(files)).flat().map(({ word }) => word)
  const accepted = words.flatMap(word => {
    const ref = acceptedAs(word)
    return ref === null ? [] : [{ word, ref }]
  })
  expect(accepted.length).toBeGreaterThan(1_000)
  const kept = accepted.flatMap(({ word, ref }, at) =>
    TOKENS.flatMap((token, nth) =>
      PLACES.flatMap((put, place) => {
        if ((13 * at + 29 * nth + 5 * place) % EVERY !== 0 || saysNothingNew(token, word.label, ref)) return []
        const label = put(word.label, token)
        return acceptedAs({ ...word, label }) === ref ? [label] : []
      }),
    ),
  )
  expect(kept).toEqual([])
})
