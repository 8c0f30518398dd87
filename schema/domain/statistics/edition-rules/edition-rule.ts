import { issue, type Issue, type IssueCode } from '../../issue.js'
import type { EditionPack, PackCodelist, PackFile, PackIndicator, PackMeasure, PackUnit } from '../edition-pack.js'

/** Where in a pack: the file, then its keys and list positions. */
export type PackPath = readonly (string | number)[]

/** What a pack defines, by code; where a code comes twice the first counts and the duplicate is an issue of its own. */
export type PackIndex = {
  readonly measures: ReadonlyMap<string, PackMeasure>
  readonly indicators: ReadonlyMap<string, PackIndicator>
  readonly codelists: ReadonlyMap<string, PackCodelist>
  /** Codelists that are dimensions, with their item codes. */
  readonly dimensions: ReadonlyMap<string, ReadonlySet<string>>
  readonly units: ReadonlyMap<string, PackUnit>
  readonly centers: ReadonlySet<string>
}

/** One thing an edition must satisfy: every breach of it, or an empty list. */
export type EditionRule = (pack: EditionPack, index: PackIndex) => readonly Issue[]

const firstByCode = <T>(entries: readonly T[], codeOf: (entry: T) => string): ReadonlyMap<string, T> =>
  new Map(entries.toReversed().map(entry => [codeOf(entry), entry]))

/** The pack's definitions by code. */
export const indexPack = (pack: EditionPack): PackIndex => {
  const lists = pack.codelists.codelists
  const codesOf = (list: PackCodelist) => new Set(list.items.map(item => item.code))
  return {
    measures: firstByCode(pack.measures.measures, measure => measure.code),
    indicators: firstByCode(pack.indicators.indicators, indicator => indicator.code),
    codelists: firstByCode(lists, list => list.code),
    dimensions: new Map(lists.filter(list => list.kind === 'dimension').map(list => [list.code, codesOf(list)])),
    units: firstByCode(
      lists.flatMap(list => (list.kind === 'units' ? list.items : [])),
      unit => unit.code,
    ),
    centers: new Set(lists.flatMap(list => (list.kind === 'centers' ? list.items.map(center => center.code) : []))),
  }
}

/** A path inside one file of the pack. */
export const inFile = (file: PackFile, ...steps: PackPath): PackPath => [`${file}.yaml`, ...steps]

type Fault = {
  readonly code: IssueCode
  readonly path: PackPath
  readonly ko: string
  readonly en: string
  readonly expected: string
  readonly got: string
}

/** An issue about one place of a pack; the place begins both sentences. */
export const packIssue = ({ code, path, ko, en, expected, got }: Fault): Issue =>
  issue({ code, path, messageKo: `${path.join('.')}: ${ko}`, messageEn: `${path.join('.')}: ${en}`, expected, got })
