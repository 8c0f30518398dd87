import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { askQueue, send } from '../support/steward.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
})
afterAll(() => hub.close())

/** A megabyte that does not compress. */
const megabyte = (): string => {
  let state = 1
  return Array.from({ length: 350_000 }, () => {
    state = (state * 48_271) % 2_147_483_647
    return String.fromCodePoint(0xac00 + (state % 11_172))
  }).join('')
}

const HOSTILE = [
  '=HYPERLINK("http://x","y")',
  '+cmd|calc',
  '@SUM(1)',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '뿅\u0007콜\u001b[2J',
  '뿅뿅\u202e콜',
  '뿅\u200b뿅\u2028수\ufeff',
  '뿅뿅합'.normalize('NFD'),
  "'; drop table source_terms; --",
  '콜'.repeat(5_000),
  '{{7*7}}${7*7}',
]

it('shows labels of any kind as one line of text, cut, and keeps their bytes', async () => {
  await send(
    hub,
    'busan',
    HOSTILE.map(measure => ({ measure, value: 1 })),
  )
  const { nodes } = await askQueue(hub, 'steward', 'center: "busan", first: 100')
  const shown = new Map<string, { label: string; labelBytes: number }>(
    nodes.map((word: { rawLabel: string; label: string; labelBytes: number }) => [Buffer.from(word.rawLabel, 'base64').toString(), word]),
  )
  for (const label of HOSTILE) {
    const word = shown.get(label.slice(0, 1_000))
    expect([label.slice(0, 40), word?.labelBytes]).toEqual([label.slice(0, 40), Buffer.byteLength(label)])
    expect(word?.label).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028]/u)
    expect(Array.from(word?.label ?? '').length).toBeLessThanOrEqual(260)
  }
  expect(shown.get('뿅\u0007콜\u001b[2J')?.label).toBe('뿅⟨U+0007⟩콜⟨U+001B⟩[2J')
  expect(shown.get('뿅뿅합'.normalize('NFD'))?.label).toBe('뿅뿅합')
})

it('keeps whatever label comes byte for byte, with the row and as a spelling of its word', async () => {
  const signs = fc.constantFrom(...Array.from('인입응대율률호콜ㅇㅏ %()（）１２３ａＡé\u200b\u00a0\ufeff\u202e\t\n\r"\'\\,;\u1112\u1161'))
  const anyLabel = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.string({ unit: signs, minLength: 1, maxLength: 40 }),
  )
  const labels = fc.sample(anyLabel, 400).filter(label => Buffer.from(label).toString() === label && !label.includes('\u0000'))
  const sent = await send(
    hub,
    'incheon',
    labels.map(measure => ({ measure, value: 1, unit: '건' })),
  )
  expect(sent.counts['received']).toBe(labels.length)
  const held = await hub.database.owner<{ row_index: number; label: string; is_spelled: boolean }[]>`
    select h.row_index, h.submitted ->> 'measure' as label, h.source_term_id is null or exists (
      select from source_term_spellings s where s.center_id = h.center_id and s.source_term_id = h.source_term_id
        and convert_to(s.raw_label, 'UTF8') = convert_to(h.submitted ->> 'measure', 'UTF8')) as is_spelled
    from held_rows h join submissions s on s.center_id = h.center_id and s.no = h.submission_no where s.id = ${sent.id}::uuid`
  expect(held.length).toBeGreaterThan(labels.length / 2)
  for (const row of held) expect([row.label, row.is_spelled]).toEqual([labels[row.row_index], true])
})

it('takes a label of a megabyte like any other word that nobody knows', async () => {
  const { counts } = await send(hub, 'daegu', [
    { measure: megabyte(), value: 1 },
    { measure: 'calls_offered', value: 3 },
  ])
  expect(counts).toMatchObject({ received: 2, inserted: 1 })
  const queue = await askQueue(hub, 'steward', 'center: "daegu"')
  expect(queue.nodes).toMatchObject([{ status: 'WAITING', labelBytes: 1_050_000 }])
  expect(JSON.stringify(queue).length).toBeLessThan(20_000)
})
