import { roundRational } from '../decimal.js'
import type { Coverage } from './figure.js'

/** Expected cells that are in a figure per hundred expected, two decimals, half to even; null where none was expected. Never above 100. */
export const coveragePercent = ({ cellsIn, cellsExpected }: Pick<Coverage, 'cellsIn' | 'cellsExpected'>): string | null =>
  cellsExpected === 0 ? null : roundRational({ numerator: BigInt(cellsIn) * 100n, denominator: BigInt(cellsExpected) }, 2)
