import { expect, it } from 'vitest'
import { checkAuditChain } from '../goals/g17-audit-chain.js'

it('G17: finds flips, removals, exchanges, insertions, cuts and full rewrites by whoever owns the database, with the last published head', async () => {
  expect(await checkAuditChain({ mutations: 60, entries: 1_500 })).toMatchObject({
    ok: true,
    value: expect.stringMatching(/^60 of 60 found, 1500 entries/),
  })
})
