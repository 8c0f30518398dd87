import type { Command } from 'commander'
import type { RunCommand } from './run-command.js'
import { addTermsExport } from './terms/terms-export.js'
import { addTermsImport } from './terms/terms-import.js'
import { addTermsPropose } from './terms/terms-propose.js'
import { addTermsQueue } from './terms/terms-queue.js'
import { addTermsUrl } from './terms/terms-url.js'
import { addTermsWeights } from './terms/terms-weights.js'
import { addTermsWhy } from './terms/terms-why.js'

const PARTS = [addTermsQueue, addTermsWhy, addTermsPropose, addTermsExport, addTermsImport, addTermsUrl, addTermsWeights]

/** `hub120 terms ...` */
export function addTermsCommand(program: Command, run: RunCommand): void {
  const terms = program.command('terms').description('센터의 말과 표준 용어 · words of centers and the glossary')
  for (const add of PARTS) add(terms, run)
}
