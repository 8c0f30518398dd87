import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { EXPORT_FORMATS } from '../../api/http/export-formats.js'
import { FORMATS, night, QUESTION, startExportHub, type ExportHub } from '../support/export-hub.js'
import { readPart } from '../support/read-exports.js'

let hub: ExportHub
beforeAll(async () => {
  hub = await startExportHub()
})
afterAll(() => hub.close())

describe('who may have what', () => {
  it.each(FORMATS)('S24: withholds restricted figures in %s from everybody but their own center', async format => {
    const asked = { ...night, measures: ['malicious_contacts'], centers: ['seoul'] }
    const [own] = await hub.ask(asked, await hub.server.token('seoul-client'))
    expect(own?.value).toEqual(expect.any(String))
    const seen = async (token: string) => {
      const bytes = Buffer.from(await (await hub.post(format, asked, { token })).arrayBuffer())
      return format === 'xlsx' ? readPart(bytes, 'xl/worksheets/sheet1.xml') : bytes.toString()
    }
    const foreign = await seen(hub.analyst)
    expect(foreign).toContain('WITHHELD')
    const shown = {
      csv: `,${own?.value},`,
      xlsx: `<v>${own?.value}</v>`,
      'sdmx-csv': `,${own?.value},`,
      'json-stat': `"0":${own?.value},`,
    }[format]
    // Of a CSV the table alone: the header may hold the same digits.
    const table = (text: string) => text.slice(Math.max(0, text.indexOf('\r\ncode,')))
    expect(table(await seen(await hub.server.token('seoul-client')))).toContain(shown)
    expect(table(foreign)).not.toContain(shown)
  })

  it.each([
    ['no token', ''],
    ['a bad token', 'Bearer x'],
    ['two schemes', 'Basic YTpi'],
  ])('G05: %s gets the 401 of /graphql', async (_title, authorization) => {
    const answers = await Promise.all(
      ['/export/csv', '/graphql'].map(path =>
        fetch(`${hub.server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization }, body: '{}' }),
      ),
    )
    const bodies = await Promise.all(answers.map(async answer => (await answer.text()).replaceAll(/"requestId":"[^"]*"/g, '')))
    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    expect(bodies[0]).toBe(bodies[1])
    expect(answers[0]?.headers.get('www-authenticate')).toBe(answers[1]?.headers.get('www-authenticate'))
  })

  it('H24: refuses a caller without a role with 403 and an audit entry', async () => {
    await hub.database.owner`update callers set scopes = '{}' where subject = 'steward'`
    const nobody = await hub.server.token('steward')
    const response = await hub.post('csv', QUESTION, { token: nobody })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', issues: [{ code: 'FORBIDDEN' }] } }] })
    const entries = await hub.database.owner<{ subject: unknown }[]>`select subject from audit_entries where action = 'access.denied'`
    expect(entries.map(({ subject }) => subject)).toContainEqual({ field: 'export.csv' })
  })
})

describe('what is refused', () => {
  const refused = async (body: unknown, format = 'csv') => {
    const response = await hub.post(format, body)
    return { status: response.status, type: response.headers.get('content-type'), ...((await response.json()) as object) }
  }

  it.each(FORMATS)('S28: a question that cannot be answered is 422 with every issue in %s', async format => {
    const issues = [{ code: 'INDICATOR_UNKNOWN' }, { code: 'CENTER_UNKNOWN' }, { code: 'BAD_USER_INPUT' }]
    expect(await refused({ indicators: ['reply_rate'], centers: ['soul'], from: '2026-11-20', to: '2026-11-19' }, format)).toMatchObject({
      status: 422,
      type: 'application/json; charset=utf-8',
      errors: [{ extensions: { code: 'INDICATOR_UNKNOWN', issues, requestId: expect.any(String) } }],
    })
  })

  it('H17: a body that is no FiguresInput is 400, every fault at once and no value repeated', async () => {
    const answer = await refused({ indicators: ['response_rate'], from: 'gestern 900101-1234567', tenantId: 'x' })
    expect(answer).toMatchObject({
      status: 400,
      errors: [
        {
          extensions: {
            code: 'BAD_USER_INPUT',
            issues: expect.arrayContaining([
              expect.objectContaining({ path: ['input', 'from'] }),
              expect.objectContaining({ messageEn: expect.stringContaining('Field "to" of required type') }),
            ]),
          },
        },
      ],
    })
    expect(JSON.stringify(answer)).not.toContain('900101')
  })

  it.each([
    ['S6: a repeated key', '{"from":"2026-11-19","from":"2026-11-19"}', {}, 400],
    ['H03: another content type', JSON.stringify(QUESTION), { 'content-type': 'text/plain' }, 400],
    ['H19: a body over 1 MB', `{"indicators":["${'x'.repeat(1_100_000)}"]}`, {}, 413],
    ['no object', '[]', {}, 400],
  ])('%s', async (_title, body, headers, status) => {
    expect((await hub.post('csv', body, { headers })).status).toBe(status)
  })

  it('an unknown format is an unknown address', async () => {
    expect((await hub.post('pdf', QUESTION)).status).toBe(404)
  })

  it('the file may not be kept by anybody on the way, and has a plain name', async () => {
    const { headers } = await hub.post('xlsx', QUESTION)
    expect(headers.get('content-disposition')).toBe('attachment; filename="hub120-figures-2026-11-19-2026-11-19.xlsx"')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void // what the flag gives

/** Memory that is still in use: what the system has given to the process says more of when garbage was last collected. */
const liveBytes = (): number => {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Some 100,000 figures: open indicators of all centers by day. */
const large = async () => {
  const { edition } = await hub.server.hub.standards()
  const indicators = [...edition.indicators.values()].filter(
    ({ access, requiresSingle }) => access === 'open' && requiresSingle.length === 0,
  )
  const days = Math.ceil(100_000 / indicators.length / 17)
  const from = new Date(Date.UTC(2026, 10, 20) - days * 86_400_000).toISOString().slice(0, 10)
  return { indicators: indicators.map(({ code }) => code), from, to: '2026-11-19', by: 'DAY' }
}

describe('a large file', () => {
  it('is made while it is read: 100,000 figures cost memory for some of them only', async () => {
    const asked = await large()
    const before = liveBytes()
    const response = await hub.post('csv?header=0', asked)
    let [highest, lines, unseen] = [0, 0, 0]
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      for (const byte of piece) if (byte === 10) lines++
      unseen += piece.length
      if (unseen < 2_000_000) continue
      unseen = 0
      highest = Math.max(highest, liveBytes())
    }
    expect(lines).toBeGreaterThan(100_000)
    expect(highest - before).toBeLessThan(60_000_000)
  }, 120_000)

  it('ends with the connection of its reader, and gives its turn back', async () => {
    const asked = await large()
    const start = async () => {
      const gone = new AbortController()
      const response = await hub.post('csv', asked, { signal: gone.signal })
      expect(response.status).toBe(200)
      await response.body?.getReader().read()
      return gone
    }
    const readers = [await start(), await start()]
    const third = await hub.post('csv', QUESTION)
    expect(third.status).toBe(429)
    expect(third.headers.get('retry-after')).toBe('5')
    expect(await third.json()).toMatchObject({ errors: [{ extensions: { code: 'EXPORTS_UNDER_WAY' } }] })
    for (const gone of readers) gone.abort()
    await vi.waitFor(async () => expect((await hub.post('csv', QUESTION)).status).toBe(200), { timeout: 10_000 })
  }, 120_000)

  /** What is logged of requests that were not answered. */
  const unanswered = () => hub.server.logLines.filter(({ event }) => event !== 'operation.answered')
  const everyday = expect.objectContaining({ level: 30, event: 'client.gone', path: 'export' })

  it('that nobody waits for while it is counted is an everyday thing in the log, and no fault', async () => {
    const asked = await large()
    hub.server.logLines.length = 0
    await expect(hub.post('csv', asked, { signal: AbortSignal.timeout(300) })).rejects.toThrow('aborted')
    await expect.poll(unanswered, { timeout: 10_000 }).toEqual([everyday])
  }, 60_000)

  it('nor before its first byte is out, nor in the middle', async () => {
    hub.server.logLines.length = 0
    let begun = false
    const prepare = vi.spyOn(EXPORT_FORMATS.csv, 'prepare').mockReturnValue(async function* wait() {
      begun = true
      await sleep(200)
      yield 'code\r\n'
    })
    const gone = new AbortController()
    const asking = hub.post('csv', QUESTION, { signal: gone.signal })
    await expect.poll(() => begun, { interval: 5 }).toBe(true)
    gone.abort()
    await expect(asking).rejects.toThrow('aborted')
    await sleep(300)
    prepare.mockRestore()
    await expect.poll(unanswered).toEqual([everyday])
    hub.server.logLines.length = 0
    const later = new AbortController()
    const response = await hub.post('csv', await large(), { signal: later.signal })
    await response.body?.getReader().read()
    later.abort()
    await expect.poll(unanswered, { timeout: 10_000 }).toEqual([everyday])
  }, 60_000)

  it('the same for a question over GraphQL, which is given up', async () => {
    const input = await large()
    hub.server.logLines.length = 0
    const asking = fetch(`${hub.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${hub.analyst}` },
      body: JSON.stringify({ query: 'query ($input: FiguresInput!) { figures(input: $input) { totalCount } }', variables: { input } }),
      signal: AbortSignal.timeout(150),
    })
    await expect(asking).rejects.toThrow('aborted')
    const seen = [expect.objectContaining({ level: 30, event: 'client.gone', path: 'figures' })]
    await expect.poll(unanswered, { timeout: 10_000 }).toEqual(seen)
  }, 60_000)

  it('that fails half way ends with the connection and never looks whole; the fault is logged once', async () => {
    const prepare = vi.spyOn(EXPORT_FORMATS.csv, 'prepare').mockReturnValue(async function* fail() {
      yield 'code\r\n'
      await Promise.resolve()
      throw new Error('half way')
    })
    const response = await hub.post('csv', QUESTION)
    await expect(response.text()).rejects.toThrow('terminated')
    prepare.mockRestore()
    const failed = hub.server.logLines.filter(({ event }) => event === 'export.failed')
    expect(failed).toEqual([expect.objectContaining({ fault: expect.objectContaining({ message: 'half way' }) })])
    expect((await hub.post('csv', QUESTION)).status).toBe(200)
  })
})
