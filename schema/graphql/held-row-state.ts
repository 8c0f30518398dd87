import { registerEnumType } from 'type-graphql'

export const HeldRowState = {
  HELD: 'held',
  REPLAYED: 'replayed',
  CORRECTED: 'corrected',
  WITHDRAWN: 'withdrawn',
  SUPERSEDED: 'superseded',
  EXPIRED: 'expired',
} as const
export type HeldRowStateValue = (typeof HeldRowState)[keyof typeof HeldRowState]

registerEnumType(HeldRowState, {
  name: 'HeldRowState',
  description: 'Where a row of the quarantine stands. It leaves HELD once and for all; no row is ever deleted (S11).',
  valuesConfig: {
    HELD: { description: 'Waits for somebody to say what is right.' },
    REPLAYED: { description: 'Landed as it came: confirmed, or freed by the settlement of another row.' },
    CORRECTED: { description: 'Landed with another value.' },
    WITHDRAWN: { description: 'Taken back by the center.' },
    SUPERSEDED: {
      description: 'A later value was accepted for the same key, or a later submission said its table again without its unknown item.',
    },
    EXPIRED: { description: 'Waited too long; kept for the record.' },
  },
})
