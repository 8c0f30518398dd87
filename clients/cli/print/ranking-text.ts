import type { FigureRanking } from '../../sdk/index.js'
import { figuresTable } from './figures-table.js'

/** The first in their order, what has no value, and the rest with the codes that it stands for. */
export function rankingText({ ranked, unranked, rest, restOf }: FigureRanking, columns: number): string {
  return [
    `순서대로 in order (${ranked.length})`,
    figuresTable(ranked, columns),
    ...(unranked.length === 0 ? [] : [`값이 없는 것 without a value (${unranked.length})`, figuresTable(unranked, columns)]),
    ...(rest === null ? [] : [`나머지를 한 수치로 the rest as one figure: ${restOf.join(', ')}`, figuresTable([rest], columns)]),
  ].join('\n')
}
