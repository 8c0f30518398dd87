import { expect, it } from 'vitest'
import { ALERT_LEVELS, isUrgentLevel, LEVEL_NAMES } from '../../../schema/domain/playbooks/alert-level.js'
import { CAP_BY_LEVEL } from '../../../schema/domain/playbooks/cap-values.js'

it('every level has its Korean name and its default words of CAP', () => {
  expect(ALERT_LEVELS.map(level => [LEVEL_NAMES[level].ko, ...Object.values(CAP_BY_LEVEL[level]), isUrgentLevel(level)])).toEqual([
    ['관심', 'Future', 'Minor', 'Possible', false],
    ['주의', 'Expected', 'Moderate', 'Likely', false],
    ['경계', 'Expected', 'Severe', 'Likely', true],
    ['심각', 'Immediate', 'Extreme', 'Observed', true],
  ])
})
