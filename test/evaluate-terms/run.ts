import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readLexicon } from '../../db/edition/read-lexicon.js'
import { buildMatcher } from '../../schema/domain/terms/build-matcher.js'
import { proposeTogether } from '../../schema/domain/terms/propose-together.js'
import { settleProposal } from '../../schema/domain/terms/settle-proposal.js'
import { standardPack } from '../support/standard-pack.js'
import { readLabelledWords } from './labelled-word.js'
import { barsOf, calibrate, measure, riskByCoverage, type Judged } from './measure-proposals.js'

// npm run terms:evaluate -- [FILE ...] [--brief] [--show]: how proposals stand against labelled files, each by itself; fails under the bars of any.
// Without a file: the sets of test/terms, as far as they are there. Each difficulty stands by itself, with what scores are worth, unless --brief; rows are printed only with --show.

const EDITION = fileURLToPath(new URL('../../db/edition/2026.1', import.meta.url))
const SETS = [
  'labelled',
  'development',
  'development-two',
  'first-sealed',
  'second-sealed',
  'third-sealed',
  'fourth-sealed',
  'fifth-sealed',
  'sixth-sealed',
  'seventh-sealed',
  'eighth-sealed',
  'sealed',
].map(name => fileURLToPath(new URL(`../terms/${name}-words.csv`, import.meta.url)))
const args = process.argv.slice(2)
const given = args.filter(word => !word.startsWith('-'))
const paths = given.length > 0 ? given : SETS.filter(path => existsSync(path))

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const share = (value: number | null): string => (value === null ? '-' : value.toFixed(3)).padStart(6)

const matcher = buildMatcher(await standardPack(), await readLexicon(EDITION))
const sets = await Promise.all(
  paths.map(async path => {
    const words = await readLabelledWords(path)
    const proposals = proposeTogether(
      matcher,
      words.map(({ word }) => word),
    )
    return {
      name: basename(path).replace(/(?:-words)?\.csv$/, ''),
      judged: words.flatMap((labelled, at): readonly Judged[] => {
        const proposal = proposals[at]
        return proposal === undefined ? [] : [{ labelled, proposal: settleProposal(proposal) }]
      }),
    }
  }),
)

const HEADING = '  rows  gold   acc wrong  trap  none   prec  bound    r@1    r@3  cover    ece  conversions'
const lineOf = (name: string, part: readonly Judged[]): string => {
  const f = measure(part)
  const counts = [f.rows, f.withGold, f.accepted, f.wrongAccepts, f.trapsAccepted, f.noneAccepted]
    .map(count => String(count).padStart(6))
    .join('')
  const shares = [f.precision, f.precisionBound, f.recallAt1, f.recallAt3, f.coverage, calibrate(part).ece]
    .map(value => ` ${share(value)}`)
    .join('')
  return `${name.padEnd(24)}${counts}${shares}  ${f.conversionsExact}/${f.conversions}`
}

const sayClasses = (judged: readonly Judged[]): void => {
  for (const difficulty of [...new Set(judged.map(({ labelled }) => labelled.difficulty))].toSorted())
    say(
      lineOf(
        `  ${difficulty}`,
        judged.filter(({ labelled }) => labelled.difficulty === difficulty),
      ),
    )
  for (const { from, rows, said, right } of calibrate(judged).bins)
    say(`  score from ${from.toFixed(1)}: ${String(rows).padStart(4)} rows, said ${said.toFixed(2)}, right ${right.toFixed(2)}`)
  for (const { bar, covered, risk } of riskByCoverage(judged))
    say(`  accepting from ${bar.toFixed(2)} on: covers ${covered.toFixed(2)}, wrong ${risk === null ? '-' : risk.toFixed(3)}`)
}

const sayRows = (judged: readonly Judged[]): void => {
  for (const { labelled, proposal } of judged) {
    const top = proposal.candidates.slice(0, 3).map(({ ref, score }) => `${ref} ${score}`)
    const isRight = labelled.gold.length === 0 ? '    ' : labelled.gold.includes(proposal.candidates[0]?.ref ?? '') ? 'ok  ' : 'MISS'
    say(
      `${isRight} ${proposal.decision.padEnd(6)} ${labelled.mayAccept ? 'may ' : 'NOT '} ${labelled.row} ${labelled.word.label} [${labelled.word.unit ?? ''}] (${labelled.gold.join('|')}) -> ${top.join(', ')} {${proposal.abstentions.map(({ code }) => code).join(' ')}} ${JSON.stringify(proposal.conversion)}`,
    )
  }
}

say(`${'set'.padEnd(24)}${HEADING}`)
for (const { name, judged } of sets) {
  say(lineOf(name, judged))
  if (!args.includes('--brief')) sayClasses(judged)
  if (args.includes('--show')) sayRows(judged)
}
for (const { name, judged } of sets) {
  say(name)
  for (const bar of barsOf(measure(judged), calibrate(judged))) {
    say(`  ${bar.ok ? 'ok    ' : 'MISSED'} ${bar.name}: ${bar.value}`)
    if (!bar.ok) process.exitCode = 1
  }
}
