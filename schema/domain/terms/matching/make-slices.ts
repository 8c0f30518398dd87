import type { EditionPack } from '../../statistics/edition-pack.js'
import type { LabelledConcept } from './collect-concepts.js'
import type { Concept, Signature } from './concept.js'

export type Slices = { readonly concepts: readonly Concept[]; readonly signatures: readonly Signature[] }

/**
 * Slices after the manner of those the edition names: 영어상담건수 is a slice of the foreign-language contacts, so 베트남어상담건수 is one too.
 * They are proposed and never accepted.
 */
export const makeSlices = (pack: EditionPack, named: readonly LabelledConcept[], read: readonly Signature[]): Slices => {
  const concepts: Concept[] = []
  const signatures: Signature[] = []
  const known = new Set(named.map(({ ref }) => ref))
  for (const { measure, dimension, item } of pack.terms.dimension_labels) {
    const base = `measure:${measure}@${dimension}=`
    const at = named.findIndex(({ ref }) => ref === base + item)
    const model = named[at]
    const signature = read.find(({ concept, tokens }) => concept === at && tokens.includes(`${dimension}.${item}`))
    const list = pack.codelists.codelists.find(({ code }) => code === dimension)
    if (model === undefined || signature === undefined || list === undefined) continue
    for (const other of list.items) {
      if (known.has(base + other.code)) continue
      known.add(base + other.code)
      const tokens = signature.tokens.map(token => (token === `${dimension}.${item}` ? `${dimension}.${other.code}` : token)).toSorted()
      signatures.push({ ...signature, concept: named.length + concepts.length, tokens, isWhole: true })
      const { labels: _labels, ...like } = model
      concepts.push({ ...like, ref: base + other.code, isNamed: false })
    }
  }
  return { concepts, signatures }
}
