import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { approvePlaybook } from '../../api/operations/approve-playbook.js'
import { broadcastPlaybook } from '../../api/operations/broadcast-playbook.js'
import { closeActivation } from '../../api/operations/close-activation.js'
import { editPlaybook } from '../../api/operations/edit-playbook.js'
import { submitPlaybook } from '../../api/operations/submit-playbook.js'
import { withdrawPlaybook } from '../../api/operations/withdraw-playbook.js'
import { draftPlaybook } from '../../api/operations/draft-playbook.js'
import type { Activation } from '../../schema/domain/playbooks/activation.js'
import { startBroadcastHub, STORM, textOf, WORDS, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf } from '../support/center-hub.js'

let site: BroadcastHub
beforeAll(async () => {
  site = await startBroadcastHub()
  await site.database.setClock(STORM)
})
afterAll(() => site.close())

type Text = { id: string; hash: string; state: 'DRAFT' | 'IN_REVIEW' | 'APPROVED' | 'SENT'; base: number }
/** What must be true of an emergency, in as many words as it takes. */
type Model = { head: number; isOver: boolean; isClosed: boolean; texts: Text[] }
type Act = { readonly what: 'draft' | 'edit' | 'submit' | 'approve' | 'send' | 'withdraw' | 'close'; readonly which: number }

const actOf = fc.record({
  what: fc.constantFrom('draft', 'edit', 'submit', 'submit', 'approve', 'approve', 'send', 'send', 'withdraw', 'close') as fc.Arbitrary<
    Act['what']
  >,
  which: fc.nat(2),
})
let keys = 0

/** Does one act for real and in the model; returns what each said of it: codes of a refusal, or nothing. */
async function step(
  activation: Activation,
  model: Model,
  { what, which }: Act,
): Promise<{ said: readonly string[]; expected: readonly string[] }> {
  const { hub, people } = site
  const text = model.texts[which]
  const wrong = ['WRONG_STATE']
  switch (what) {
    case 'draft': {
      const outcome = await draftPlaybook(hub, people.author, textOf(activation))
      const expected = model.isOver || model.isClosed ? wrong : []
      if (outcome.ok) model.texts.push({ id: outcome.value.id, hash: outcome.value.contentHash, state: 'DRAFT', base: model.head })
      return { said: refusalOf(outcome), expected }
    }
    case 'withdraw': {
      const input = {
        activation: activation.id,
        purpose: 'ISSUED_IN_ERROR',
        reason: '시험',
        values: {},
        idempotencyKey: `k${++keys}`,
      } as const
      const said = refusalOf(await withdrawPlaybook(hub, people.sender, input))
      const expected = model.head === 0 ? ['NOT_FOUND'] : model.isOver ? wrong : []
      if (expected.length === 0) Object.assign(model, { head: model.head + 1, isOver: true })
      return { said, expected }
    }
    case 'close': {
      const said = refusalOf(await closeActivation(hub, people.sender, { activation: activation.id, reason: '시험' }))
      const expected = model.isClosed || (model.head > 0 && !model.isOver) ? wrong : []
      if (expected.length === 0) model.isClosed = true
      return { said, expected }
    }
    default:
      return text === undefined ? { said: [], expected: [] } : stepText(activation, model, { what, text })
  }
}

async function stepText(
  activation: Activation,
  model: Model,
  { what, text }: { what: Act['what']; text: Text },
): Promise<{ said: readonly string[]; expected: readonly string[] }> {
  const { hub, people } = site
  const wrong = ['WRONG_STATE']
  if (what === 'edit') {
    const outcome = await editPlaybook(hub, people.author, {
      ...textOf(activation, { expiresAt: '2026-11-21T22:00:00+09:00' }),
      version: text.id,
    })
    const expected = text.state === 'SENT' ? wrong : []
    if (outcome.ok) {
      const base = text.base === 0 ? 0 : model.head
      Object.assign(text, { hash: outcome.value.contentHash, state: 'DRAFT', base })
    }
    return { said: refusalOf(outcome), expected }
  }
  if (what === 'submit') {
    const said = refusalOf(await submitPlaybook(hub, people.author, { version: text.id }))
    const expected = text.state === 'DRAFT' ? [] : wrong
    if (expected.length === 0) text.state = 'IN_REVIEW'
    return { said, expected }
  }
  if (what === 'approve') {
    const retyped = { status: WORDS.ACTUAL, hazard: '태풍', centers: 1 }
    const said = refusalOf(await approvePlaybook(hub, people.approver, { version: text.id, contentHash: text.hash, retyped }))
    const expected = text.state === 'IN_REVIEW' ? [] : wrong
    if (expected.length === 0) text.state = 'APPROVED'
    return { said, expected }
  }
  const said = refusalOf(await broadcastPlaybook(hub, people.sender, { version: text.id, idempotencyKey: `k${++keys}` }))
  const against = [...(model.isOver || model.isClosed ? wrong : []), ...(text.base === model.head ? [] : ['HEAD_MOVED'])]
  const expected = text.state === 'APPROVED' ? against : wrong
  if (expected.length === 0) {
    text.state = 'SENT'
    model.head++
  }
  return { said, expected }
}

it('whatever coordinators do in whatever order, the hub does what a model of it does, and its head is the last message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(actOf, { minLength: 5, maxLength: 25 }), async acts => {
      const activation = await site.open()
      const model: Model = { head: 0, isOver: false, isClosed: false, texts: [] }
      for (const act of acts) {
        const { said, expected } = await step(activation, model, act)
        expect([act, said]).toEqual([act, expected])
      }
      const [stood] = await site.database.owner`
        select a.head_seq as head, (select count(*)::int from messages m where m.activation_id = a.id) as messages,
          (select count(*)::int from messages m where m.activation_id = a.id and m.state = 'CURRENT') as current,
          (select count(*)::int from deliveries d where d.activation_id = a.id and d.seq < a.head_seq and d.ended_at is null) as stale
        from activations a where a.id = ${activation.id}`
      expect(stood).toEqual({ head: model.head, messages: model.head, current: Math.min(model.head, 1), stale: 0 })
    }),
    { numRuns: 25 },
  )
})
