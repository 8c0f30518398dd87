import { registerEnumType } from 'type-graphql'

/** Period types on the wire, upper case; the values are the domain's. */
export const PeriodTypes = { DAY: 'day', MONTH: 'month', QUARTER: 'quarter', HALF: 'half', YEAR: 'year' } as const

registerEnumType(PeriodTypes, {
  name: 'PeriodType',
  description: 'Length of a period of Korean business days. The hour of a day is a dimension, not a period.',
  valuesConfig: {
    DAY: { description: 'One business day.' },
    MONTH: { description: 'A calendar month.' },
    QUARTER: { description: 'Three calendar months from January, April, July or October.' },
    HALF: { description: 'Six calendar months from January or July.' },
    YEAR: { description: 'A calendar year.' },
  },
})
