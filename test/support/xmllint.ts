import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../../db/project-root.js'

const CAP_SCHEMA = join(projectRoot, 'test/support/schemas/cap-1.2.xsd')

/** Whether libxml2's validator is there; .ci/run installs it. Tests that need it are skipped, visibly, where it is not. */
export const hasXmllint = spawnSync('xmllint', ['--version']).status === 0

/** What xmllint finds against the OASIS schema of CAP 1.2; empty for a valid document. Reads nothing from the network. */
export const capFaults = (document: string): string => findings(document, ['--schema', CAP_SCHEMA])

/** What xmllint finds wrong with the form of a document. */
export const xmlFaults = (document: string): string => findings(document, [])

function findings(document: string, options: readonly string[]): string {
  const { status, stderr } = spawnSync('xmllint', ['--nonet', '--noout', ...options, '-'], { input: document, encoding: 'utf8' })
  return status === 0 ? '' : stderr
}
