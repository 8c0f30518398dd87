import type { Command } from 'commander'
import type { PlaybookProposal } from '../../../sdk/index.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { showRefusal } from '../terms/show-refusal.js'
import { connectCoordinator } from './connect-coordinator.js'

const MOST = 100

const ADVICE: Readonly<Record<PlaybookProposal['advice'], (activation: string) => string>> = {
  NEW: () => '새 발령의 초안 · a draft of a new activation',
  CONTINUE: activation => `발령 ${activation}의 갱신 · an update of activation ${activation}`,
  END: activation => `발령 ${activation}의 해제를 살피십시오 · consider the end of activation ${activation}`,
}

const OPEN = '(사람이 정함 · for a person to say)'

function linesOf(proposal: PlaybookProposal): readonly string[] {
  const { id, openedAt, advice, activation, hazardNameKo, hazard, hazardWord, level, playbook, playbooks } = proposal
  return [
    `${id}  ${openedAt}  ${ADVICE[advice](activation ?? '')}`,
    `  재난 hazard: ${hazardNameKo ?? hazard ?? hazardWord}  단계 level: ${level ?? OPEN}  문안 playbook: ${playbook ?? `${OPEN} ${playbooks.join(', ')}`}`,
    `  센터 centers: ${proposal.centers.join(', ') || '-'}${proposal.unknownAreas.length === 0 ? '' : `  모르는 지역 unknown areas: ${proposal.unknownAreas.join(', ')}`}`,
    ...proposal.evidence.map(
      one => `  ${one.kind} ${one.source} ${one.sender} ${one.sourceId}: ${(one.text ?? '').replaceAll('\n', ' / ').slice(0, 200)}`,
    ),
    ...proposal.findings.map(({ whyKo, whyEn }) => `  ${whyKo}\n  (${whyEn})`),
  ]
}

async function showProposals(context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const hub = await connectCoordinator(context)
  const page = await hub.playbookProposals({ state: 'OPEN', first: MOST })
  if (!page.ok) return showRefusal(context, page.issues)
  const { nodes, hasNextPage } = page.value
  const exitCode = nodes.length > 0 ? EXIT.needsAttention : EXIT.landed
  if (isJson) terminal.out(JSON.stringify({ exitCode, ...page.value }, null, 2))
  else if (nodes.length === 0) terminal.out('기다리는 제안이 없습니다. (no proposal waits)')
  else {
    const more = hasNextPage ? [`더 있습니다. 먼저 위의 ${MOST}건을 정하십시오. (there are more)`] : []
    terminal.out([...nodes.flatMap(linesOf), ...more].join('\n'))
  }
  return exitCode
}

/** `hub120 evidence proposals` */
export function addEvidenceProposals(evidence: Command, run: RunCommand): void {
  evidence
    .command('proposals')
    .description('사람을 기다리는 제안 · proposals that wait for a person')
    .action((_options: unknown, command: Command) => run(command, showProposals))
}
