import type { Command } from 'commander'
import { proposeTogether } from '../../../../schema/domain/terms/propose-together.js'
import { settleProposal } from '../../../../schema/domain/terms/settle-proposal.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { readKeptMatcher } from '../../terms/kept-terms.js'
import { proposalJson, proposalTable, type Proposed } from '../../terms/proposal-text.js'
import { readWords } from '../../terms/read-words.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'

const PROPOSE_HELP = `
센터가 쓰는 말이 표준의 무엇을 뜻하는지 제안합니다. 허브 없이, 명령에 들어 있는 표준 정의로 판단합니다.
Proposes what the words of a center mean, without a hub, by the edition that came with the command.

  열 Columns   row, center, local_term, local_unit, kind, values (하루 값을 ;로 이음 · nightly values joined by ;)
  kind         measure, indicator, channel, topic 등 코드목록, dimension, 빈칸 · or a codelist, or nothing
  값이 이레에 못 미치면 검토입니다 · with one to six nights of values a word waits for a person
  같은 센터에서 값의 수가 같은 행은 같은 날들일 수 있어, 밤마다 맞는 관계식(인입 = 응대 + 포기 등)만 증거로 삼습니다
               · rows of a center with as many values are held against each other by the identities of the edition
  결정         accept 스스로 매핑해도 안전 · safe by itself, review 사람이 볼 것 · a steward decides, none 후보 없음 · nothing fits

  hub120 terms propose words.csv --json   한 행에 JSON 하나 · one JSON object a row`

async function propose(path: string, { terminal, isJson }: CommandContext): Promise<ExitCode> {
  const words = await readWords(path)
  const matcher = await readKeptMatcher()
  const proposals = proposeTogether(
    matcher,
    words.map(({ word }) => word),
  )
  const proposed = words.flatMap((named, at): readonly Proposed[] => {
    const proposal = proposals[at]
    return proposal === undefined ? [] : [{ ...named, proposal: settleProposal(proposal) }]
  })
  if (isJson) {
    for (const one of proposed) terminal.out(proposalJson(one))
    return EXIT.landed
  }
  const count = (decision: string): number => proposed.filter(({ proposal }) => proposal.decision === decision).length
  terminal.out(proposalTable(proposed, terminal.columns))
  terminal.out(`수용 ${count('accept')} · 검토 ${count('review')} · 없음 ${count('none')} (accept, review, none)`)
  return EXIT.landed
}

/** `hub120 terms propose` */
export function addTermsPropose(terms: Command, run: RunCommand): void {
  terms
    .command('propose')
    .description('센터의 말이 표준의 무엇을 뜻하는지 제안합니다 · propose what local words mean')
    .argument('<file>', 'CSV 파일 · CSV file')
    .addHelpText('after', PROPOSE_HELP)
    .action((file: string, _options: unknown, command: Command) => run(command, context => propose(file, context)))
}
