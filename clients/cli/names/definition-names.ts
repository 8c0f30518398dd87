import type { EditionContents } from '../../../schema/domain/statistics/standards.js'
import type { ComparedDefinitions, DefinitionInput } from '../../sdk/index.js'

/** Words that stand for the standard definition of each day. */
const STANDARD = new Set(['standard', '표준'])

const isVariant = (word: string, indicators: readonly string[], contents: EditionContents | null): boolean =>
  contents === null
    ? !/^v\d/.test(word)
    : indicators.some(code => contents.edition.indicators.get(code)?.variants.some(({ variant }) => variant === word) ?? false)

/** The definition a word stands for: the standard (null), a variant that one of the indicators has, or else a version. The hub judges it. */
const definitionNamed = (word: string, indicators: readonly string[], contents: EditionContents | null): DefinitionInput | null => {
  if (STANDARD.has(word)) return null
  return isVariant(word, indicators, contents) ? { variant: word } : { version: word }
}

/** The two definitions of `v1,v2` or `standard,threshold_15s`, for the indicators that are asked. */
export function comparedDefinitions(
  [left, right]: readonly [string, string],
  indicators: readonly string[],
  contents: EditionContents | null,
): ComparedDefinitions {
  const sides = { left: definitionNamed(left, indicators, contents), right: definitionNamed(right, indicators, contents) }
  return { ...(sides.left === null ? {} : { left: sides.left }), ...(sides.right === null ? {} : { right: sides.right }) }
}
