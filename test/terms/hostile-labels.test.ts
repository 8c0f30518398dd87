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
