import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { explainOffline } from '../../terms/explain-offline.js'
import { readKeptMatcher } from '../../terms/kept-terms.js'
import { waterfallText } from '../../terms/waterfall-text.js'
import { centerCodeOf } from '../../center-names.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { connectSteward } from './connect-steward.js'
import { showRefusal } from './show-refusal.js'

type Options = {
  readonly unit?: string
  readonly kind?: string
  readonly values?: string
  readonly of?: string
  readonly on?: string
  readonly hub?: boolean
}

/** By the hub: with what was decided about the word, exactly as a row would be read. */
async function askHub(label: string, { unit, kind, of, on }: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const hub = await connectSteward(context)
  const center = of === undefined ? null : (centerCodeOf(of) ?? of)
  const answer = await hub.translate({ label, unit: unit ?? null, kind: kind ?? null, center, on: on ?? null })
  if (!answer.ok) return showRefusal(context, answer.issues)
  const { result, messageKo, messageEn, candidates, weightsVersion, wouldFlip } = answer.value
  if (isJson) terminal.out(JSON.stringify(answer.value, null, 2))
  else terminal.out(waterfallText({ label, unit: unit ?? null, headline: [messageKo, messageEn], candidates, weightsVersion, wouldFlip }))
  return result ? EXIT.landed : EXIT.needsAttention
}

/** By the edition that came with the command, without a hub. */
async function explain(label: string, { unit, kind, values, of }: Options, { terminal, isJson }: CommandContext): Promise<ExitCode> {
  const word = {
    label,
    unit: unit ?? null,
    kind: kind ?? '',
    values: (values ?? '').split(';').filter(text => text.trim() !== ''),
    center: of ?? '',
  }
  const { proposal, ...explained } = explainOffline(await readKeptMatcher(), word)
  if (isJson) terminal.out(JSON.stringify({ ...proposal, candidates: explained.candidates }, null, 2))
  else terminal.out(waterfallText(explained))
  return proposal.decision === 'accept' ? EXIT.landed : EXIT.needsAttention
}

/** `hub120 terms why` */
export function addTermsWhy(terms: Command, run: RunCommand): void {
  terms
    .command('why')
    .description('말이 무엇을 뜻하는지와 그 까닭을 봅니다 · what a word may mean, and why')
    .argument('<word>', '센터가 쓰는 말 · word as a center writes it')
    .option('--unit <unit>', '단위 · unit beside it')
    .option('--kind <kind>', 'measure, indicator 또는 코드목록 · or a codelist')
    .option('--values <values>', '하루 값을 ;로 이어서 (허브 없이) · nightly values joined by ; (without a hub)')
    .option('--of <center>', '어느 센터의 말 · center whose word it is')
    .option('--on <day>', '어느 날 (허브에 물을 때) · day, asking the hub')
    .option('--hub', '허브에 물어 센터의 결정까지 봅니다 · ask the hub, with what was decided')
    .action((word: string, options: Options, command: Command) =>
      run(command, context => (options.hub === true ? askHub(word, options, context) : explain(word, options, context))),
    )
}
