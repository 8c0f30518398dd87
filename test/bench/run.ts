import { machine, type BenchOptions, type BenchResult } from './bench.js'
import { benchBroadcast } from './broadcast.js'
import { benchAsOf, benchFigures, benchQuery, benchSeries } from './figures.js'
import { benchGrowth } from './growth.js'
import { benchTerms } from './terms.js'
import { benchIngest, benchReingest } from './ingest.js'

// npm run bench -- NAME [--quick]: ratios against the limit and a peer in one run; the last line is one JSON object.

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<BenchResult>>> = {
  ingest: benchIngest,
  reingest: benchReingest,
  query: benchQuery,
  series: benchSeries,
  asof: benchAsOf,
  figures: benchFigures,
  growth: benchGrowth,
  broadcast: benchBroadcast,
  terms: benchTerms,
}

const names = process.argv.slice(2).filter(word => !word.startsWith('-'))
const isQuick = process.argv.includes('--quick')
const [name = ''] = names
const bench = BENCHES[name]
if (bench === undefined) {
  process.stderr.write(`벤치마크 이름이 필요합니다 · name a bench: ${Object.keys(BENCHES).join(', ')}\n`)
  process.exit(2)
}
const result = await bench({ isQuick, say: text => void process.stdout.write(`${text}\n`) })
for (const { name: line, value, bar, ok, sense } of result.lines)
  process.stdout.write(`${ok ? 'ok    ' : 'MISSED'} ${line}: ${value ?? 'not measured'} (${sense} ${bar})\n`)
const lines = result.lines.map(({ name: line, value, bar, ok }) => ({ name: line, value, bar, ok }))
process.stdout.write(`${JSON.stringify({ bench: name, isQuick, ...result, lines, machine: machine() })}\n`)
if (!isQuick && result.lines.some(({ ok }) => !ok)) process.exitCode = 1
