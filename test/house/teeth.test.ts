import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'
import { CONTROLS } from '../teeth/controls.js'
import { misplaced } from '../teeth/take-out.js'

it('G36: every control of npm run teeth stands where its entry says, its tests are there, and its name is its own', () => {
  const names = CONTROLS.map(({ name }) => name)
  const faults = CONTROLS.flatMap((control, at) => [
    misplaced(control, readFileSync(join(projectRoot, control.file), 'utf8')),
    ...control.tests.filter(file => !existsSync(join(projectRoot, file))).map(file => `${control.name}: no ${file}`),
    names.indexOf(control.name) === at ? null : `${control.name}: named twice`,
  ])
  expect(faults.filter(fault => fault !== null)).toEqual([])
})
