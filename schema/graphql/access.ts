import { registerEnumType } from 'type-graphql'

export const Accesses = { OPEN: 'open', RESTRICTED: 'restricted' } as const

registerEnumType(Accesses, {
  name: 'Access',
  description: 'Who may see values.',
  valuesConfig: {
    OPEN: { description: 'Every member of the council.' },
    RESTRICTED: { description: 'The center that sent them; others only see protected releases.' },
  },
})
