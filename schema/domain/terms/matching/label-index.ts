import { toJamo } from './hangul-keys.js'
import type { Signature } from './concept.js'

/** A label of the edition in the form in which labels are compared by their letters. */
export type IndexedLabel = { readonly concept: number; readonly key: string; readonly jamo: string; readonly trigrams: number }

/** Labels by their jamo trigrams and by their parts of meaning. It finds what may be meant and proves nothing. */
export type LabelIndex = {
  readonly labels: readonly IndexedLabel[]
  readonly byTrigram: ReadonlyMap<string, readonly number[]>
  readonly signatures: readonly Signature[]
  readonly byToken: ReadonlyMap<string, readonly number[]>
  /** Signatures by the whole of their tokens. */
  readonly byTokens: ReadonlyMap<string, readonly number[]>
  /** What all tokens of a signature are worth, by its place. */
  readonly signatureWorth: readonly number[]
  /** What a token is worth: the fewer standards say it, the more. */
  readonly worth: ReadonlyMap<string, number>
}

export const tokensKey = (tokens: readonly string[]): string => tokens.join(' ')

/** Three letters at a time, with one blank before and after; each once. */
export const trigramsOf = (jamo: string): ReadonlySet<string> => {
  const text = ` ${jamo} `
  const found = new Set<string>()
  for (let i = 0; i + 3 <= text.length; i++) found.add(text.slice(i, i + 3))
  return found
}

const group = <T>(entries: Iterable<readonly [string, T]>): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const [key, value] of entries) {
    const found = groups.get(key)
    if (found === undefined) groups.set(key, [value])
    else found.push(value)
  }
  return groups
}

const worthOf = (signatures: readonly Signature[], concepts: number): ReadonlyMap<string, number> => {
  const said = new Map<string, Set<number>>()
  for (const { tokens, concept } of signatures) for (const token of tokens) said.set(token, (said.get(token) ?? new Set()).add(concept))
  return new Map([...said].map(([token, by]) => [token, Math.log(1 + concepts / by.size)]))
}

export const buildLabelIndex = (
  keys: readonly { readonly concept: number; readonly key: string }[],
  signatures: readonly Signature[],
  concepts: number,
): LabelIndex => {
  const labels = keys.map(({ concept, key }) => {
    const jamo = toJamo(key)
    return { concept, key, jamo, trigrams: trigramsOf(jamo).size }
  })
  const sayings = signatures.map(({ tokens }, at) => ({ tokens, at }))
  const worth = worthOf(signatures, concepts)
  return {
    labels,
    byTrigram: group(labels.flatMap(({ jamo }, at) => [...trigramsOf(jamo)].map(trigram => [trigram, at] as const))),
    signatures,
    byToken: group(sayings.flatMap(({ tokens, at }) => tokens.map(token => [token, at] as const))),
    byTokens: group(sayings.map(({ tokens, at }) => [tokensKey(tokens), at] as const)),
    signatureWorth: signatures.map(({ tokens }) => tokens.reduce((sum, token) => sum + (worth.get(token) ?? 0), 0)),
    worth,
  }
}
