import { readFile, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { issueLine } from '../../print/issue-text.js'
import { UsageFault } from '../../usage-fault.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { showRefusal } from '../terms/show-refusal.js'
import { connectCoordinator } from './connect-coordinator.js'

/** What the hub takes in one request, with room for what stands around it. */
const LARGEST_FILE = 900 * 1024

/** The file as it is: a mark at its beginning counts among its bytes. */
async function readDocument(path: string): Promise<string> {
  const size = await stat(path).then(
    found => found.size,
    () => null,
  )
  if (size === null) throw new UsageFault(`파일을 읽을 수 없습니다: ${path}`, `The file cannot be read: ${path}`)
  if (size > LARGEST_FILE) {
    throw new UsageFault(
      `파일이 ${LARGEST_FILE / 1024} KB를 넘습니다. 나누어 올리십시오: ${path}`,
      `The file is larger than ${LARGEST_FILE / 1024} KB; send it in parts: ${path}`,
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
  } catch {
    throw new UsageFault(`UTF-8 파일이 아닙니다: ${path}`, `The file is not UTF-8: ${path}`)
  }
}

async function importEvidence(path: string, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const document = await readDocument(path)
  const hub = await connectCoordinator(context)
  const imported = await hub.importEvidence(document)
  if (!imported.ok) return showRefusal(context, imported.issues)
  const { messages, added, known, refused, proposals, issues } = imported.value
  const exitCode = refused > 0 ? EXIT.needsAttention : EXIT.landed
  if (isJson) terminal.out(JSON.stringify({ exitCode, ...imported.value }, null, 2))
  else {
    terminal.out(
      [
        `${path}: ${messages}건 중 보관 ${added}, 이미 있음 ${known}, 거부 ${refused}. 제안 ${proposals.length}건. 사람이 정하기 전에는 아무것도 나가지 않습니다.`,
        `  (of ${messages} messages ${added} kept, ${known} known already, ${refused} refused; ${proposals.length} proposals; nothing is sent before a person decides)`,
        ...proposals.map(id => `  제안 proposal ${id}`),
        ...issues.map(issueLine),
      ].join('\n'),
    )
  }
  return exitCode
}

/** `hub120 evidence import` */
export function addEvidenceImport(evidence: Command, run: RunCommand): void {
  evidence
    .command('import')
    .description('CAP 문서나 재난문자 기록을 근거로 올립니다 · a CAP alert or disaster messages as evidence')
    .argument('<file>', 'CAP 1.2 XML 또는 DSSP-IF-00247 JSON')
    .action((path: string, _options: unknown, command: Command) => run(command, context => importEvidence(path, context)))
}
