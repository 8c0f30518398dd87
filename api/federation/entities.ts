import { anyCaller, anyOf, anyRole, type Rule } from '../auth/rules.js'
import type { Context } from '../context.js'
import { findCenters } from '../operations/list-centers.js'
import { findIndicators, findMeasures, findTerms } from '../operations/list-definitions.js'
import { findPlaybooks } from '../operations/list-playbooks.js'
import { readReceipts } from '../operations/read-receipts.js'
import { toIndicator } from '../resolvers/indicator.resolver.js'
import { toPlaybook } from '../resolvers/playbook-view.js'
import { viewStored } from '../resolvers/receipt-view.js'

/** How another subgraph's reference to a type of the hub is followed. */
type Entity = {
  /** Who may follow it. It goes for every reference, whatever root field of whichever subgraph led there. */
  readonly rule: Rule
  /** The field of its @key. */
  readonly key: string
  /** What the keys name, in their order; null for what does not exist and for what this caller may not see, so that the two look the same. */
  readonly findAll: (context: Context, keys: readonly string[]) => Promise<readonly (object | null)[]>
}

/** One entry for every type with @key; the schema does not build when one is missing or left over. */
export const ENTITIES: Readonly<Record<string, Entity>> = {
  Center: { rule: anyCaller, key: 'code', findAll: ({ hub }, codes) => findCenters(hub, codes) },
  Measure: { rule: anyCaller, key: 'code', findAll: ({ hub }, codes) => findMeasures(hub, codes) },
  Indicator: {
    rule: anyCaller,
    key: 'code',
    findAll: async ({ hub }, codes) => (await findIndicators(hub, codes)).map(found => (found === null ? null : toIndicator(found))),
  },
  Term: { rule: anyCaller, key: 'ref', findAll: ({ hub }, refs) => findTerms(hub, refs) },
  Playbook: {
    rule: anyRole,
    key: 'code',
    findAll: async ({ hub }, codes) => (await findPlaybooks(hub, codes)).map(found => (found === null ? null : toPlaybook(found))),
  },
  SubmissionReceipt: {
    rule: anyOf('stats:write', 'playbooks:ack', 'hub:admin'),
    key: 'id',
    findAll: async ({ hub, caller }, ids) => {
      const receipts = await readReceipts(hub, caller, ids)
      return Promise.all(receipts.map(async stored => (stored === null ? null : viewStored(hub, caller, stored))))
    },
  },
}
