import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../../db/project-root.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { standardEdition } from '../support/standard-edition.js'
import { LABELLED_COLUMNS, readLabelledCells, toLabelledWords, type LabelledWord } from './read-labelled-words.js'

const DIFFICULTIES =
  'literal spacing composition abbreviation english vendor loanword keyboard unicode unit values trap ambiguous composite none'.split(' ')
const CONVERSIONS = [
  '',
  '60/1 min->s',
  '3600/1 h->s',
  '100/1 ratio->percent',
  '1/10 permille->percent',
  '1000/1 천건->건',
  '10000/1 만건->건',
  'mm:ss',
  'hh:mm:ss',
]

let cells: readonly string[][]
let words: readonly LabelledWord[]
let edition: Edition
beforeAll(async () => {
  ;[cells, edition] = await Promise.all([readLabelledCells(), standardEdition()])
  words = toLabelledWords(cells)
})

const rowsWhere = (isWrong: (word: LabelledWord) => boolean): readonly number[] => words.filter(isWrong).map(({ row }) => row)
const share = (isCounted: (word: LabelledWord) => boolean): number => rowsWhere(isCounted).length / words.length
const isNone = ({ gold }: LabelledWord): boolean => gold.every(ref => ref === 'NONE')

const hasItem = (list: string, item: string): boolean => {
  if (list === 'obs_status') return edition.statuses.has(item)
  const codelist = edition.codelists.get(list)
  if (codelist === undefined) return false
  return codelist.items.has(item) || (codelist.pattern !== null && codelist.items.size === 0 && new RegExp(codelist.pattern).test(item))
}

/** Whether the edition has what a ref names: a measure (with one item of a dimension it allows), an indicator (with a variant), an item. */
const isInEdition = (ref: string): boolean => {
  const [family, name = ''] = ref.split(':')
  const [code = '', detail] = name.split(/[@#]/)
  switch (family) {
    case 'NONE':
      return true
    case 'measure': {
      const [dimension = '', item = ''] = detail?.split('=') ?? []
      const dimensions = edition.measures.get(code)?.dimensions
      return dimensions !== undefined && (detail === undefined || (dimensions.includes(dimension) && hasItem(dimension, item)))
    }
    case 'indicator': {
      const variants = edition.indicators.get(code)?.variants
      return variants !== undefined && (detail === undefined || variants.some(({ variant }) => variant === detail))
    }
    case 'codelist': {
      const [list = '', item = ''] = name.split('.')
      return hasItem(list, item)
    }
    default:
      return false
  }
}

/** Every text under a key that holds a label, anywhere in a file of the edition. */
const labelsIn = (node: unknown): readonly string[] => {
  const keys = ['term_ko', 'term_en', 'name_ko', 'name_en', 'ko', 'en', 'label', 'synonyms', 'ambiguous_labels']
  if (Array.isArray(node)) return node.flatMap(labelsIn)
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => (keys.includes(key) ? [value].flat().map(String) : labelsIn(value)))
}

describe('the labelled words', () => {
  it('have the columns of their README, filled, and number their rows', () => {
    expect(cells[0]).toEqual(LABELLED_COLUMNS)
    expect(rowsWhere(({ row }) => cells[row]?.length !== LABELLED_COLUMNS.length)).toEqual([])
    expect(words.map(({ row }) => row)).toEqual(words.map((_, index) => index + 1))
    expect(rowsWhere(({ localTerm, kind, source }) => [localTerm, kind, source].some(text => text.trim() === ''))).toEqual([])
    const decisions = new Set(cells.slice(1).map(line => line[LABELLED_COLUMNS.indexOf('decision_allowed')]))
    expect(decisions).toEqual(new Set(['may_accept', 'must_not_accept']))
  })

  it('are at least 460 different words of centers of the council', async () => {
    expect(words.length).toBeGreaterThanOrEqual(460)
    expect(new Set(words.map(({ center, kind, localTerm, localUnit }) => JSON.stringify([center, kind, localTerm, localUnit]))).size).toBe(
      words.length,
    )
    // The codelist of centers is plain data of the pack: codelists[].{code, items[].code}
    const pack = parse(await readFile(join(projectRoot, 'db', 'edition', '2026.1', 'codelists.yaml'), 'utf8')) as {
      codelists: { code: string; items?: { code: string }[] }[]
    }
    const centers = pack.codelists.find(({ code }) => code === 'center')?.items?.map(({ code }) => code) ?? []
    expect(rowsWhere(({ center }) => !centers.includes(center))).toEqual([])
  })

  it('have a gold that the edition knows, of the kind of the row', () => {
    expect(rowsWhere(({ gold }) => !gold.every(isInEdition))).toEqual([])
    const kinds = ['measure', 'indicator', 'obs_status', ...edition.codelists.keys()]
    expect(rowsWhere(({ kind }) => !kinds.includes(kind))).toEqual([])
    const isOfKind = (ref: string, kind: string): boolean => ref.startsWith(`${kind}:`) || ref.startsWith(`codelist:${kind}.`)
    expect(rowsWhere(word => word.mayAccept && !word.gold.every(ref => isOfKind(ref, word.kind)))).toEqual([])
  })

  it('may be accepted only where one ref is right', () => {
    expect(rowsWhere(word => word.mayAccept && (word.gold.length !== 1 || isNone(word)))).toEqual([])
    expect(rowsWhere(word => word.mayAccept && ['trap', 'ambiguous', 'values', 'none'].includes(word.difficulty))).toEqual([])
  })

  it('state conversions and values in their own forms', () => {
    expect(rowsWhere(({ conversion }) => !CONVERSIONS.includes(conversion))).toEqual([])
    expect(new Set(words.map(({ conversion }) => conversion))).toEqual(new Set(CONVERSIONS))
    expect(rowsWhere(({ values }) => values.length > 21)).toEqual([])
    const clock: Readonly<Record<string, RegExp>> = { 'mm:ss': /^\d+:[0-5]\d$/, 'hh:mm:ss': /^\d+:[0-5]\d:[0-5]\d$/ }
    expect(
      rowsWhere(word => word.mayAccept && !word.values.every(value => (clock[word.conversion] ?? /^\d+(\.\d+)?$/).test(value))),
    ).toEqual([])
  })

  it('have values that a label which may be accepted allows: whole counts, shares up to 100, talk of one to ten minutes', () => {
    const numbers = ({ values }: LabelledWord): readonly number[] => values.map(Number)
    const plain = words.filter(word => word.mayAccept && word.conversion === '')
    const measureOf = ({ gold }: LabelledWord) => edition.measures.get(gold[0]?.replace(/^measure:|@.*$/g, '') ?? '')
    const indicatorOf = ({ gold }: LabelledWord) => edition.indicators.get(gold[0]?.replace(/^indicator:|#.*$/g, '') ?? '')
    expect(plain.filter(word => measureOf(word)?.isInteger === true && !numbers(word).every(Number.isInteger))).toEqual([])
    expect(
      plain.filter(word => indicatorOf(word)?.unit === 'percent' && !numbers(word).every(value => value >= 0 && value <= 100)),
    ).toEqual([])
    expect(plain.filter(word => indicatorOf(word)?.code === 'att' && !numbers(word).every(value => value >= 60 && value <= 600))).toEqual(
      [],
    )
    expect(words.filter(word => word.mayAccept && ['measure', 'indicator'].includes(word.kind) && word.values.length === 0)).toEqual([])
  })

  it('are mostly words the edition does not list, of every difficulty and many concepts', async () => {
    const texts = await Promise.all(
      ['terms', 'codelists', 'measures', 'indicators'].map(name =>
        readFile(join(projectRoot, 'db', 'edition', '2026.1', `${name}.yaml`), 'utf8'),
      ),
    )
    const labels = new Set(texts.flatMap(text => labelsIn(parse(text))))
    expect(share(({ localTerm }) => labels.has(localTerm.trim()))).toBeLessThanOrEqual(0.15)
    expect(new Set(words.map(({ difficulty }) => difficulty))).toEqual(new Set(DIFFICULTIES))
    expect(new Set(words.filter(({ mayAccept }) => mayAccept).flatMap(({ gold }) => gold)).size).toBeGreaterThanOrEqual(60)
  })

  it('hold their share of words for a person and of words that map nowhere', () => {
    expect(share(({ mayAccept }) => mayAccept)).toBeGreaterThan(0.5)
    expect(share(({ mayAccept }) => mayAccept)).toBeLessThan(0.6)
    expect(share(word => !word.mayAccept && !isNone(word))).toBeGreaterThan(0.15)
    expect(share(isNone)).toBeGreaterThan(0.2)
    expect(rowsWhere(({ difficulty }) => difficulty === 'trap').length).toBeGreaterThanOrEqual(40)
  })
})
