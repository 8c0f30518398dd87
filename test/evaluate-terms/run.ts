import { fileURLToPath } from 'node:url'
import { readLexicon } from '../../db/edition/read-lexicon.js'
import { buildMatcher } from '../../schema/domain/terms/build-matcher.js'
import { proposeMapping } from '../../schema/domain/terms/propose-mapping.js'
import { standardPack } from '../support/standard-pack.js'
import { readLabelledWords } from './labelled-word.js'
import { barsOf, calibrate, measure, type Judged } from './measure-proposals.js'

// npm run terms:evaluate -- [FILE] [--show]: how proposals stand against a labelled file; fails under the bars. Rows are printed only with --show.

const EDITION = fileURLToPath(new URL('../../db/edition/2026.1', import.meta.url))
const args = process.argv.slice(2)
const [path = fileURLToPath(new URL('../terms/labelled-words.csv', import.meta.url))] = args.filter(word => !word.startsWith('-'))

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const share = (value: number | null): string => (value === null ? '-' : value.toFixed(3)).padStart(6)

const matcher = buildMatcher(await standardPack(), await readLexicon(EDITION))
const judged: readonly Judged[] = (await readLabelledWords(path)).map(labelled => ({
  labelled,
  proposal: proposeMapping(matcher, labelled.word),
}))

const lineOf = (name: string, part: readonly Judged[]): string => {
  const f = measure(part)
  const counts = [f.rows, f.withGold, f.accepted, f.wrongAccepts, f.trapsAccepted, f.noneAccepted]
    .map(count => String(count).padStart(6))
    .join('')
  const shares = [f.precision, f.precisionBound, f.recallAt1, f.recallAt3, f.coverage].map(value => ` ${share(value)}`).join('')
  return `${name.padEnd(22)}${counts}${shares}  ${f.conversionsExact}/${f.conversions}`
}

say(`${'difficulty'.padEnd(22)}  rows  gold   acc wrong  trap  none   prec  bound    r@1    r@3  cover  conversions`)
for (const difficulty of [...new Set(judged.map(({ labelled }) => labelled.difficulty))].toSorted())
  say(
    lineOf(
      difficulty,
      judged.filter(({ labelled }) => labelled.difficulty === difficulty),
    ),
  )
say(lineOf('all', judged))
const { ece, bins } = calibrate(judged)
say(`calibration: ECE ${ece.toFixed(3)}`)
for (const { from, rows, said, right } of bins)
  say(`  score from ${from.toFixed(1)}: ${String(rows).padStart(4)} rows, said ${said.toFixed(2)}, right ${right.toFixed(2)}`)
if (args.includes('--show')) {
  for (const { labelled, proposal } of judged) {
    const top = proposal.candidates.slice(0, 3).map(({ ref, score }) => `${ref} ${score}`)
    const isRight = labelled.gold.length === 0 ? '    ' : labelled.gold.includes(proposal.candidates[0]?.ref ?? '') ? 'ok  ' : 'MISS'
    say(
      `${isRight} ${proposal.decision.padEnd(6)} ${labelled.mayAccept ? 'may ' : 'NOT '} ${labelled.row} ${labelled.word.label} [${labelled.word.unit ?? ''}] (${labelled.gold.join('|')}) -> ${top.join(', ')} {${proposal.abstentions.map(({ code }) => code).join(' ')}} ${JSON.stringify(proposal.conversion)}`,
    )
  }
}
const bars = barsOf(measure(judged))
for (const { name, value, ok } of bars) say(`${ok ? 'ok    ' : 'MISSED'} ${name}: ${value}`)
if (bars.some(({ ok }) => !ok)) process.exitCode = 1
