import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { accept, type Outcome } from '../../../../schema/domain/outcome.js'
import type { MappingImport, TermQuestions } from '../../../sdk/index.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { issueText } from '../../print/issue-text.js'
import { splitMappingSet } from '../../terms/split-mapping-set.js'
import { UsageFault } from '../../usage-fault.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { connectSteward } from './connect-steward.js'
import { showRefusal } from './show-refusal.js'

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch(() => {
    throw new UsageFault(`파일을 읽을 수 없습니다: ${path}`, `The file cannot be read: ${path}`)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UsageFault(`UTF-8 파일이 아닙니다: ${path}`, `The file is not UTF-8: ${path}`)
  }
}

const NOTHING: MappingImport = { rows: 0, proposed: 0, unchanged: 0, refused: 0, issues: [] }

/** Piece by piece, as a set may be larger than one request. Stops at a piece that is none; sent again, what went up before changes nothing. */
async function sendPieces(hub: TermQuestions, pieces: readonly string[]): Promise<Outcome<MappingImport>> {
  let sum = NOTHING
  for (const piece of pieces) {
    const imported = await hub.importMappings(piece)
    if (!imported.ok) return imported
    const { rows, proposed, unchanged, refused, issues } = imported.value
    sum = {
      rows: sum.rows + rows,
      proposed: sum.proposed + proposed,
      unchanged: sum.unchanged + unchanged,
      refused: sum.refused + refused,
      issues: [...sum.issues, ...issues],
    }
  }
  return accept(sum)
}

async function importTerms(path: string, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const text = await readText(path)
  const imported = await sendPieces(await connectSteward(context), splitMappingSet(text))
  if (!imported.ok) return showRefusal(context, imported.issues)
  const { rows, proposed, unchanged, refused, issues } = imported.value
  const exitCode = refused > 0 ? EXIT.needsAttention : EXIT.landed
  if (isJson) terminal.out(JSON.stringify({ exitCode, ...imported.value }, null, 2))
  else {
    terminal.out(
      [
        `${path}: ${rows}행 중 제안 ${proposed}, 이미 있음 ${unchanged}, 거부 ${refused}. 담당자가 정하기 전에는 아무것도 시행되지 않습니다.`,
        `  (of ${rows} rows ${proposed} proposed, ${unchanged} known already, ${refused} refused; nothing is in force before a steward decides)`,
        ...issues.map(found => `  ${issueText(found)}`),
      ].join('\n'),
    )
  }
  return exitCode
}

/** `hub120 terms import` */
export function addTermsImport(terms: Command, run: RunCommand): void {
  terms
    .command('import')
    .description('SSSOM 파일의 대응을 제안으로 올립니다 · mappings of an SSSOM file as proposals')
    .argument('<file>', 'SSSOM TSV 파일 · SSSOM file between tabs')
    .action((path: string, _options: unknown, command: Command) => run(command, context => importTerms(path, context)))
}
