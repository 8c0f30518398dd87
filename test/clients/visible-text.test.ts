import { describe, expect, it } from 'vitest'
import { drawTable, widthOf } from '../../clients/cli/print/draw-table.js'
import { visibleText } from '../../clients/cli/print/visible-text.js'
import { withVisibleText } from '../../clients/cli/terminal.js'
import { runCli, settingsOf } from './run-cli.js'

const HOSTILE = '\u001b]0;title\u0007\u001b[2J\u009b31m응대콜\u202e\r'
const steers = (text: string) => /[^\P{C}\n\t]/u.test(text)

describe('what a command prints', () => {
  it('writes control characters and turns of direction out, and leaves words, lines and tabs alone', () => {
    expect(visibleText(HOSTILE)).toBe(String.raw`\u001b]0;title\u0007\u001b[2J\u009b31m응대콜\u202e\u000d`)
    expect(visibleText('응대콜 1,561\n\t95.99 %')).toBe('응대콜 1,561\n\t95.99 %')
  })

  it('H21: a word of a file cannot steer the terminal from within a table, nor break its frame', () => {
    const lines = drawTable({ head: ['항목'], rows: [[HOSTILE], ['인입콜']], flexible: {}, columns: 100 }).split('\n')
    expect(steers(lines.join('\n'))).toBe(false)
    expect(new Set(lines.map(widthOf)).size).toBe(1)
  })

  it('H21: a file name cannot steer the terminal either', async () => {
    const run = await runCli(['push', '--check', `${HOSTILE}.csv`], settingsOf({ url: 'http://127.0.0.1:9', issuer: 'http://127.0.0.1:9' }))
    expect(run.told).toContain(String.raw`\u001b[2J`)
    expect(steers(run.told + run.out)).toBe(false)
  })

  it('keeps JSON output the same values', () => {
    const said: string[] = []
    const terminal = withVisibleText({ out: text => void said.push(text), tell: () => undefined, isInteractive: false, columns: 80 })
    terminal.out(JSON.stringify({ measure: HOSTILE }))
    expect(steers(said.join(''))).toBe(false)
    expect(JSON.parse(said.join(''))).toEqual({ measure: HOSTILE })
  })
})
