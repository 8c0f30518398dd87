import { expect, it } from 'vitest'
import { runG18 } from '../goals/g18-audit-completeness.js'

it('G18: every mutation and denial has one audit entry in its own transaction, and no write stands without one', async () => {
  const { ok, value } = await runG18()
  expect({ ok, value }).toEqual({ ok: true, value: expect.stringMatching(/^\d+ mutations and \d+ denials 1:1/) })
})
