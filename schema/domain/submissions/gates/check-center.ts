import { normalizeLabel } from '../../terms/normalize-label.js'
import type { Fault } from '../fault.js'
import type { CenterNames } from '../judge-context.js'
import { echoOf, isBlank, textOf } from '../read-cell.js'
import type { Cell } from '../submission.js'

/** FOREIGN_CENTER when the cell names a center other than the caller's, by code or name; a cell that names none grants and costs nothing (S2). */
export const checkCenter = (cell: Cell, center: CenterNames | null, field: Fault['field']): Fault | null => {
  if (center === null || isBlank(cell)) return null
  const text = typeof cell === 'string' ? normalizeLabel(cell) : null
  if (text !== null && [center.code, center.nameKo, center.nameEn].some(name => normalizeLabel(name) === text)) return null
  const got = textOf(cell) === null ? echoOf(cell) : `"${echoOf(cell)}"`
  return {
    level: 'rejected',
    code: 'FOREIGN_CENTER',
    field,
    ko: `이 행은 다른 센터(${got})의 것입니다. 이 인증 정보로는 ${center.nameKo} 센터의 값만 낼 수 있습니다.`,
    en: `The row names the center ${got}; this sign-in hands in figures of ${center.nameEn} (${center.code}) only.`,
    expected: center.code,
    got: echoOf(cell),
  }
}
