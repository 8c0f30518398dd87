import type { Concept, Glossary } from './concept.js'

const SLICE = /^(measure:[^@]+)@([^=]+)=(.+)$/

/**
 * The concept of a reference; undefined where there is none. A slice of a measure that has no word of its own is made from the measure and the item:
 * any item may fix any measure, so not all of them are listed.
 */
export const findConcept = ({ concepts }: Pick<Glossary, 'concepts'>, ref: string): Concept | undefined => {
  const known = concepts.get(ref)
  const [, measureRef = '', dimension = '', code = ''] = SLICE.exec(ref) ?? []
  if (known !== undefined || measureRef === '') return known
  const [measure, item] = [concepts.get(measureRef), concepts.get(`codelist:${dimension}.${code}`)]
  if (measure === undefined || item === undefined) return undefined
  return {
    ...measure,
    ref,
    code: `${measure.code}@${dimension}=${code}`,
    nameKo: `${measure.nameKo} (${item.nameKo})`,
    nameEn: `${measure.nameEn} (${item.nameEn})`,
    synonyms: [],
    ambiguous: [],
    broader: measureRef,
  }
}
