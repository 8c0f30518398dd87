import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'
import { administer, auditOf } from '../support/administer.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { storeTotals } from '../support/store-totals.js'

const run = promisify(execFile)
const FILES = ['codelists', 'measures', 'indicators', 'members', 'terms']
const WORDS = ['--by', 'council-office', '--reason', '2027년 정기 개정']

const NEW_MEASURE = `  - code: contacts_video_handled
    group: contacts
    name_ko: 영상상담응대건수
    name_en: Video contacts handled
    unit: contacts
    kind: flow_count
    additivity: {over_time: sum, over_centers: sum, over_dimensions: sum}
    frequency: daily
    dimensions: [hour]
    definition_ko: 영상 통화로 상담사가 답한 접촉의 수.
    definition_en: Contacts answered by a human agent over a video call.
    provided_by: centre
    access: open
    effective_from: '2027-01-01'
    minimum: 0
    integer: true
`
const OLD_VERSION = `      - version: v1
        effective_from: '2024-01-01'
        status: standard
        formula: 100 * calls_answered / calls_offered
`
const NEW_VERSIONS = `      - version: v1
        effective_from: '2024-01-01'
        effective_to: '2026-12-31'
        status: superseded
        formula: 100 * calls_answered / calls_offered
      - version: v2
        effective_from: '2027-01-01'
        status: standard
        formula: 100 * calls_answered / calls_attempted
`

let hub: HubServer
let copy: string

beforeAll(async () => {
  hub = await startHubServer()
  copy = await mkdtemp(join(tmpdir(), 'hub120-edition-'))
  await cp(join(projectRoot, 'db', 'edition', '2026.1'), copy, { recursive: true })
  for (const file of FILES)
    await change(file, text =>
      text.replace("edition: '2026.1'", "edition: '2027.1'").replace(/^effective_from: '2026-07-01'/m, "effective_from: '2027-01-01'"),
    )
  await change('measures', text => text.replace('  - code: inquiries_recorded\n', `${NEW_MEASURE}  - code: inquiries_recorded\n`))
  await change('indicators', text => text.replace(OLD_VERSION, NEW_VERSIONS))
})

afterAll(async () => {
  await hub.close()
  await rm(copy, { recursive: true })
})

async function change(file: string, edit: (text: string) => string): Promise<void> {
  const path = join(copy, `${file}.yaml`)
  await writeFile(path, edit(await readFile(path, 'utf8')))
}

/** The command as an operator runs it. */
async function load(...words: string[]): Promise<{ code: number; said: string }> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, DATABASE_URL: hub.database.url }
  try {
    const { stdout } = await run('node', [join(projectRoot, 'dist/api/operator/load-edition.js'), ...words], { env })
    return { code: 0, said: stdout }
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string } // what execFile rejects with
    return { code, said: stderr }
  }
}

const editions = async () =>
  (await hub.graphql('{ editions { code effectiveFrom isInForce } }', {}, await hub.token('analyst'))).data.editions
const responseRate = async (day: string) => {
  const text = `{ figures(input: { indicators: ["response_rate"], centers: ["seoul"], from: "${day}", to: "${day}" }) { edition nodes {
    value version numerator denominator formula } } }`
  const { data, errors } = await hub.graphql(text, {}, await hub.token('analyst'))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.figures
}
const countMeasures = async () => {
  const rows = await hub.database.owner<{ id: number; code: string }[]>`select id, code from measures order by id`
  return rows.map(({ id, code }) => `${id} ${code}`)
}

describe('loading an edition beside the old one', () => {
  it('names every fault of the command at once', async () => {
    const { code, said } = await load()
    expect([code, said]).toEqual([2, expect.stringMatching(/FOLDER[\s\S]*--by[\s\S]*--reason/)])
  })

  it('refuses a pack with mistakes whole, each with file, line and both languages, and leaves nothing behind', async () => {
    const measures = await countMeasures()
    await change('measures', text => text.replace('kind: flow_count\n', 'kind: flow_counts\n'))
    await change('members', text => text.replace('strategy: MERGE', 'strategy: MERGES'))
    const { code, said } = await load(copy, ...WORDS)
    await change('measures', text => text.replace('kind: flow_counts\n', 'kind: flow_count\n'))
    await change('members', text => text.replace('strategy: MERGES', 'strategy: MERGE'))
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/measures\.yaml:\d+ [\s\S]*EDITION_SHAPE .*받아들일 수 없습니다[\s\S]*members\.yaml:\d+ /),
    ])
    expect([await editions(), await countMeasures()]).toEqual([[expect.objectContaining({ code: '2026.1' })], measures])
  })

  it('refuses a pack that would change or drop what defines earlier days', async () => {
    const files = ['indicators', 'measures', 'codelists']
    const good = await Promise.all(files.map(file => readFile(join(copy, `${file}.yaml`), 'utf8')))
    await change('indicators', text =>
      text.replace("'2026-12-31'", "'2026-10-31'").replace("        effective_from: '2027-01-01'", "        effective_from: '2026-11-01'"),
    )
    await change('measures', text => text.replace('    unit: contacts\n', '    unit: calls\n'))
    await change('codelists', text => text.replace('calls_offered, contacts_offered]}', 'calls_offered, calls_answered]}'))
    const { code, said } = await load(copy, ...WORDS)
    for (const [place, file] of files.entries()) await change(file, () => good[place] ?? '')
    expect(code).toBe(1)
    expect([...said.matchAll(/^ {2}(\S+ \S+)\n {4}(\w+)/gm)].map(([, path, issue]) => `${path} ${issue}`)).toEqual([
      'measures.yaml measures.contacts_offered EDITION_DEFINITION_LOST',
      'codelists.yaml codelists.service_line.items.mutual_aid.counts_in EDITION_DEFINITION_LOST',
      'indicators.yaml indicators.response_rate.versions.v1 EDITION_DEFINITION_LOST',
    ])
  })

  it('loads it once, audited with who, and says which is in force; old numbers of measures stay and new ones follow', async () => {
    const measures = await countMeasures()
    expect(await load(copy, ...WORDS)).toEqual({ code: 0, said: expect.stringContaining('2027.1') })
    const audit = await auditOf(hub, null)
    expect(audit).toEqual({
      actor: 'operator:council-office',
      action: 'edition.loaded',
      subject: { edition: '2027.1', contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(await load(copy, ...WORDS)).toEqual({ code: 0, said: expect.stringContaining('nothing changed') })
    expect(await auditOf(hub, null)).toEqual(audit)
    expect(await editions()).toEqual([
      { code: '2027.1', effectiveFrom: '2027-01-01', isInForce: false },
      { code: '2026.1', effectiveFrom: '2026-07-01', isInForce: true },
    ])
    const now = await countMeasures()
    expect([now.slice(0, measures.length), now.slice(measures.length)]).toEqual([
      measures,
      [expect.stringMatching(/^\d+ contacts_video_handled$/)],
    ])
  })

  it('S23: figures of earlier days keep their definition when the new edition comes into force', async () => {
    const values = { calls_answered: 90, calls_offered: 100, calls_attempted: 200 }
    const standards = await hub.hub.standards()
    await storeTotals(hub.database, standards, [
      { center: 'seoul', day: '2026-11-18', values },
      { center: 'seoul', day: '2027-01-01', values },
    ])
    const before = await responseRate('2026-11-18')
    expect(before).toMatchObject({ edition: '2026.1', nodes: [{ value: '90.00', version: 'v1', denominator: '100' }] })
    await hub.database.setClock('2027-01-02T09:00:00+09:00')
    await expect.poll(async () => (await hub.hub.standards()).edition.code, { timeout: 3_000 }).toBe('2027.1')
    expect(await responseRate('2026-11-18')).toEqual({ ...before, edition: '2027.1' })
    expect((await responseRate('2027-01-01')).nodes).toMatchObject([{ value: '45.00', version: 'v2', denominator: '200' }])
    await hub.database.setClock(null)
  })

  it('leaves what an administrator has set: members and calendars are not taken back by a pack', async () => {
    const input = { center: 'ulsan', memberFrom: '2026-12-01', isTrial: true, reason: '시험 참여' }
    const { result } = await administer(hub, { mutation: 'setMembership', input })
    for (const file of FILES) {
      await change(file, text => text.replace("edition: '2027.1'", "edition: '2028.1'").replace("'2027-01-01'", "'2028-01-01'"))
    }
    const { code, said } = await load(copy, ...WORDS)
    expect([code, said]).toEqual([0, expect.stringContaining('2028.1')])
    const rows = await hub.database.owner`
      select member_from, is_trial from memberships join centers on id = center_id where code = 'ulsan' order by member_from`
    expect(rows.map(({ member_from: from, is_trial: isTrial }) => [from, isTrial]).at(-1)).toEqual(['2026-12-01', true])
    expect((await administer(hub, { mutation: 'undoRegistryChange', input: { change: result.id, reason: '취소' } })).result.undoes).toBe(
      result.id,
    )
  })
})
