import type { Issue } from '../issue.js'
import { questionIssue } from './figure-issues.js'
import type { FigureQuestion } from './figure-question.js'
import type { TableAxis, TableSides } from './figure-table.js'

const nameOf = ({ axis, dimension }: TableAxis): string => (axis === 'DIMENSION' ? `DIMENSION ${dimension ?? ''}`.trim() : axis)

const isSame = (a: TableAxis, b: TableAxis): boolean => nameOf(a) === nameOf(b)

/** Why the question has nothing along the axis, or null where it has. */
const lackOf = ({ axis, dimension }: TableAxis, question: FigureQuestion): { ko: string; en: string; expected: string } | null => {
  const { regions, centers, by, dimensions } = question
  switch (axis) {
    case 'INDICATOR':
      return null
    case 'CENTER':
      return regions.length === 0
        ? null
        : { ko: '지역을 묻는 표에는 센터 축이 없습니다.', en: 'A table of regions has no centers.', expected: 'REGION' }
    case 'REGION':
      return regions.length > 0 && centers.length === 0
        ? null
        : { ko: 'regions만 적은 질문이어야 합니다.', en: 'Name regions, and no centers.', expected: 'a question with regions only' }
    case 'PERIOD':
      return by === null ? { ko: 'by에 기간 단위를 적으십시오.', en: 'Name the period in by.', expected: 'a question with by' } : null
    case 'DIMENSION':
      return dimension !== null && dimensions.includes(dimension)
        ? null
        : {
            ko: 'dimensions에 적은 구분만 축이 될 수 있습니다.',
            en: 'Only a dimension that the question groups by can be a side.',
            expected: dimensions.length === 0 ? 'a question with dimensions' : dimensions.join(', '),
          }
  }
}

/** What a question varies by: each has to be along a side, or one cell would hold several figures. */
const variesBy = ({ indicators, measures, by, dimensions, regions, centers, isByCenter }: FigureQuestion): readonly TableAxis[] => {
  const axes: TableAxis[] = dimensions.map(dimension => ({ axis: 'DIMENSION', dimension }))
  if (new Set([...indicators, ...measures]).size > 1) axes.push({ axis: 'INDICATOR', dimension: null })
  if (by !== null) axes.push({ axis: 'PERIOD', dimension: null })
  if (regions.length > 0 && (regions.length > 1 || centers.length > 0)) axes.push({ axis: 'REGION', dimension: null })
  if (isByCenter && centers.length !== 1 && regions.length === 0) axes.push({ axis: 'CENTER', dimension: null })
  return axes
}

/** What a cell of a table has no place for: a question that asks for it is not answered without it. */
const unplaced = ({ changes, percentiles }: FigureQuestion): readonly Issue[] =>
  [['changes', changes] as const, ['percentiles', percentiles] as const].flatMap(([field, asked]) =>
    asked.length === 0
      ? []
      : [
          questionIssue('BAD_USER_INPUT', ['input', field], {
            ko: `넓은 표의 칸에는 ${field}이(가) 들어갈 자리가 없습니다. figures나 figureColumns로 물으십시오.`,
            en: `The cells of a table have no place for ${field}; ask figures or figureColumns.`,
            expected: `no ${field}`,
            got: asked.join(', '),
          }),
        ],
  )

/** What stands against laying the figures of a question out as a table, all at once. */
export const tableIssues = (question: FigureQuestion, { rows, columns }: TableSides): readonly Issue[] => {
  const issues: Issue[] = [...unplaced(question)]
  for (const [side, axis] of [['rows', rows] as const, ['columns', columns] as const]) {
    const lack = lackOf(axis, question)
    if (lack !== null) issues.push(questionIssue('BAD_USER_INPUT', [side], { ...lack, got: nameOf(axis) }))
  }
  if (isSame(rows, columns)) {
    issues.push(
      questionIssue('BAD_USER_INPUT', ['columns'], {
        ko: '행과 열은 서로 다른 것이어야 합니다.',
        en: 'Rows and columns are two different things.',
        expected: 'another axis than that of the rows',
        got: nameOf(columns),
      }),
    )
  }
  for (const axis of variesBy(question)) {
    if (isSame(axis, rows) || isSame(axis, columns)) continue
    issues.push(
      questionIssue('BAD_USER_INPUT', ['input'], {
        ko: `질문에는 ${nameOf(axis)}이(가) 여럿인데 행에도 열에도 없습니다. 하나만 묻거나 축으로 두십시오.`,
        en: `The question has several of ${nameOf(axis)}, and neither rows nor columns show them; ask for one, or make it a side.`,
        expected: `${nameOf(axis)} as rows or columns, or one of it`,
        got: `rows ${nameOf(rows)}, columns ${nameOf(columns)}`,
      }),
    )
  }
  return issues
}
