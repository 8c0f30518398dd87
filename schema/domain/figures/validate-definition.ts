import type { Issue } from '../issue.js'
import { nameList } from '../name-list.js'
import type { Edition } from '../statistics/edition.js'
import type { Indicator } from '../statistics/indicator.js'
import { questionIssue } from './figure-issues.js'
import type { DefinitionChoice } from './figure-question.js'

type Place = {
  readonly indicators: readonly string[]
  readonly edition: Pick<Edition, 'indicators'>
  /** Where the choice stands in the input. */
  readonly path: readonly string[]
}

const notOne = ({ path }: Place, { version, variant }: DefinitionChoice): Issue =>
  questionIssue('BAD_USER_INPUT', path, {
    ko: '정의는 version과 variant 가운데 하나만 적으십시오. 그날의 표준 정의로 물으려면 definition을 비우십시오.',
    en: 'A definition names a version or a variant, one of the two; leave it out for the standard of each day.',
    expected: 'either version or variant',
    got: version === null && variant === null ? 'neither' : `version ${version ?? ''}, variant ${variant ?? ''}`,
  })

const noIndicator = ({ path }: Place, got: string): Issue =>
  questionIssue('BAD_USER_INPUT', path, {
    ko: '정의는 지표에만 있습니다. 지표를 하나 이상 지정하십시오.',
    en: 'Only indicators have definitions to choose from; name at least one.',
    expected: 'an indicator',
    got,
  })

/** A version that an indicator does not have, with those it has. */
export const unknownVersion = (path: readonly string[], { code, versions }: Pick<Indicator, 'code' | 'versions'>, got: string): Issue => {
  const known = nameList(versions.map(({ version }) => version))
  return questionIssue('VERSION_UNKNOWN', path, {
    ko: `지표 ${code}에는 ${got.slice(0, 60)} 판이 없습니다. 있는 판: ${known}.`,
    en: `The indicator ${code} has no version ${got.slice(0, 60)}; it has ${known}.`,
    expected: known,
    got,
  })
}

const unknownVariant = ({ path }: Place, { code, variants }: Indicator, got: string): Issue => {
  const known = nameList(variants.map(({ variant }) => variant))
  return questionIssue('VARIANT_UNKNOWN', [...path, 'variant'], {
    ko:
      known === ''
        ? `지표 ${code}에는 다른 방식이 없습니다.`
        : `지표 ${code}에는 ${got.slice(0, 60)} 방식이 없습니다. 있는 방식: ${known}.`,
    en:
      known === ''
        ? `The indicator ${code} has no variants.`
        : `The indicator ${code} has no variant ${got.slice(0, 60)}; it has ${known}.`,
    expected: known === '' ? 'no variant' : known,
    got,
  })
}

/** What is wrong with a choice of definition: not one of version and variant, or one that an asked indicator does not have, with those it has. */
export const definitionIssues = (choice: DefinitionChoice | null, place: Place): readonly Issue[] => {
  if (choice === null) return []
  const { version, variant } = choice
  const name = version ?? variant
  if (name === null || (version !== null && variant !== null)) return [notOne(place, choice)]
  if (place.indicators.length === 0) return [noIndicator(place, name)]
  return place.indicators.flatMap(code => {
    const indicator = place.edition.indicators.get(code)
    if (indicator === undefined) return [] // said elsewhere
    if (version !== null)
      return indicator.versions.some(known => known.version === version)
        ? []
        : [unknownVersion([...place.path, 'version'], indicator, version)]
    return indicator.variants.some(known => known.variant === variant) ? [] : [unknownVariant(place, indicator, name)]
  })
}
