import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'
import type { Control } from '../teeth/control.js'
import { CONTROLS } from '../teeth/controls.js'
import { misplaced } from '../teeth/take-out.js'

const migrations = readdirSync(join(projectRoot, 'db/migrations'))

/** Later migrations that say the same: what a former one says is taken out without any effect then. */
const laterThan = ({ file, find }: Control): readonly string[] =>
  !file.startsWith('db/migrations/')
    ? []
    : migrations.filter(name => name > basename(file) && readFileSync(join(projectRoot, 'db/migrations', name), 'utf8').includes(find))

it('G36: every control of npm run teeth stands where its entry says, its tests are there, and its name is its own', () => {
  const names = CONTROLS.map(({ name }) => name)
  const faults = CONTROLS.flatMap((control, at) => [
    misplaced(control, readFileSync(join(projectRoot, control.file), 'utf8')),
    ...control.tests.filter(file => !existsSync(join(projectRoot, file))).map(file => `${control.name}: no ${file}`),
    ...laterThan(control).map(file => `${control.name}: said again in ${file}, which decides`),
    names.indexOf(control.name) === at ? null : `${control.name}: named twice`,
  ])
  expect(faults.filter(fault => fault !== null)).toEqual([])
})
