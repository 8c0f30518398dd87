import type { Command } from 'commander'
import { addEvidenceImport } from './evidence/evidence-import.js'
import { addEvidenceProposals } from './evidence/evidence-proposals.js'
import type { RunCommand } from './run-command.js'

/** `hub120 evidence ...` */
export function addEvidenceCommand(program: Command, run: RunCommand): void {
  const evidence = program
    .command('evidence')
    .description('다른 기관의 재난 정보와 그것이 제안하는 문안 · disaster messages of others, and what they suggest')
  addEvidenceImport(evidence, run)
  addEvidenceProposals(evidence, run)
}
