import { nameList } from '../../../schema/domain/name-list.js'
import type { FoundDefinitions } from '../names/find-definitions.js'
import type { Named } from '../names/nearest-names.js'
import { drawTable } from './draw-table.js'

const nameText = ({ nameKo, nameEn }: Named): string => `${nameKo}\n${nameEn}`
const unitText = (unit: string, access: 'open' | 'restricted'): string => (access === 'open' ? unit : `${unit}\n비공개 restricted`)

type Section = { readonly title: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

const indicatorSection = ({ indicators }: FoundDefinitions): Section => ({
  title: '지표 indicators (--indicator)',
  head: ['코드\ncode', '이름\nname', '단위\nunit', '산식, 판, 방식\nformula, versions, variants'],
  rows: indicators.map(one => [
    one.code,
    nameText(one),
    unitText(one.unit, one.access),
    [one.formula, [...one.versions, ...one.variants].join(', ')].join('\n'),
  ]),
})

const measureSection = ({ measures }: FoundDefinitions): Section => ({
  title: '측정값 measures (--measure)',
  head: ['코드\ncode', '이름\nname', '단위\nunit', '차원\ndimensions'],
  rows: measures.map(one => [one.code, nameText(one), unitText(one.unit, one.access), one.dimensions.join(', ')]),
})

/** One dimension shows all its items with their names; of several, some codes of each. */
const dimensionSection = ({ dimensions }: FoundDefinitions): Section => ({
  title: '차원 dimensions (--group-by, --filter)',
  head: ['코드\ncode', '이름\nname', '항목\nitems'],
  rows: dimensions.map(one => {
    const named = one.items.map(({ code, nameKo, nameEn }) => `${code} ${nameKo} ${nameEn}`)
    const codes = nameList(one.items.map(({ code }) => code))
    return [one.code, nameText(one), (dimensions.length === 1 ? named.join('\n') : codes) || (one.pattern ?? '')]
  }),
})

/** What can be asked for, as three tables; one without rows is left out. */
export function definitionsText(edition: string, found: FoundDefinitions, columns: number): string {
  const sections = [indicatorSection(found), measureSection(found), dimensionSection(found)].filter(({ rows }) => rows.length > 0)
  const tables = sections.map(({ title, head, rows }) =>
    [title, drawTable({ head, rows, flexible: { [head.length - 1]: Infinity }, columns })].join('\n'),
  )
  return [`표준 edition ${edition}`, ...tables].join('\n\n')
}
