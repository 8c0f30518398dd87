import { registerEnumType } from 'type-graphql'
import type { Grain as DomainGrain } from '../domain/figures/grain.js'

/** Grains on the wire, upper case; the values are the domain's. */
export const Grains = {
  HOUR: 'hour',
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
  QUARTER: 'quarter',
  HALF: 'half',
  YEAR: 'year',
} as const satisfies Record<Uppercase<DomainGrain>, DomainGrain>

registerEnumType(Grains, {
  name: 'Grain',
  description: 'What figures are asked by. The first and last are cut to the range.',
  valuesConfig: {
    HOUR: { description: 'Per day and hour: as DAY, grouped by the dimension hour.' },
    DAY: { description: 'One business day.' },
    WEEK: { description: 'An ISO week, Monday to Sunday, also across the end of a year. Rolled up from days; no value is sent by week.' },
    MONTH: { description: 'A calendar month.' },
    QUARTER: { description: 'Three calendar months from January, April, July or October.' },
    HALF: { description: 'Six calendar months from January or July.' },
    YEAR: { description: 'A calendar year.' },
  },
})
