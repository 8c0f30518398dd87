import { registerEnumType } from 'type-graphql'
import type { FigureMark as DomainMark, NullReason as DomainReason, SupportDifference } from '../domain/figures/figure.js'
import type { ChangeKind } from '../domain/figures/other-period.js'

export const FigureReason: { readonly [K in DomainReason]: K } = {
  HELD: 'HELD',
  NOT_COMPARABLE: 'NOT_COMPARABLE',
  NOT_COLLECTED: 'NOT_COLLECTED',
  NOT_APPLICABLE: 'NOT_APPLICABLE',
  OUTAGE: 'OUTAGE',
  MISSING: 'MISSING',
  CLOSED: 'CLOSED',
  NOT_ADDITIVE: 'NOT_ADDITIVE',
  SUPPRESSED: 'SUPPRESSED',
  NOT_A_MEMBER: 'NOT_A_MEMBER',
  ZERO_DENOMINATOR: 'ZERO_DENOMINATOR',
  NO_DEFINITION: 'NO_DEFINITION',
  REGION_NOT_VALID: 'REGION_NOT_VALID',
  NOT_ALIGNED: 'NOT_ALIGNED',
  WITHHELD: 'WITHHELD',
  NO_SUCH_PERIOD: 'NO_SUCH_PERIOD',
}
registerEnumType(FigureReason, {
  name: 'FigureReason',
  description: 'Why a figure has no value, or cells are not in it. Of mixed causes the first in this order is the reason (S22).',
  valuesConfig: {
    HELD: { description: 'A value waits in quarantine and none stands behind it.' },
    NOT_COMPARABLE: { description: 'The value follows another definition or parameter than the standard.' },
    NOT_COLLECTED: { description: 'The center runs the service and does not count it.' },
    NOT_APPLICABLE: { description: 'The center does not run the service.' },
    OUTAGE: { description: 'It could not be counted because something was out of order.' },
    MISSING: { description: 'It was expected and did not come.' },
    CLOSED: { description: 'The center was closed; nothing was expected.' },
    NOT_ADDITIVE: { description: 'The values there are must not be combined to what was asked.' },
    SUPPRESSED: { description: 'Too few stand behind it for anyone but its owner.' },
    NOT_A_MEMBER: { description: 'The center was not a full member of the council.' },
    ZERO_DENOMINATOR: { description: 'There is nothing to divide by.' },
    NO_DEFINITION: { description: 'Before the first version of the definition.' },
    REGION_NOT_VALID: { description: 'The region did not exist on those days.' },
    NOT_ALIGNED: { description: 'The days are not whole periods of a monthly or longer measure.' },
    WITHHELD: { description: 'Restricted: only the center that it is about sees it.' },
    NO_SUCH_PERIOD: { description: 'There is no such day or week a year earlier, such as the 29th of February.' },
  },
})

export const FigureMark: { readonly [K in DomainMark]: K } = {
  DERIVED: 'DERIVED',
  BREAK: 'BREAK',
  PENDING_REVISION: 'PENDING_REVISION',
  TOTAL_MISMATCH: 'TOTAL_MISMATCH',
  PERIOD_MISMATCH: 'PERIOD_MISMATCH',
  SHARE_OF_WHOLE: 'SHARE_OF_WHOLE',
  PREDECESSOR: 'PREDECESSOR',
  EXTRA: 'EXTRA',
  DEFINITION_DIFFERS: 'DEFINITION_DIFFERS',
  UNEQUAL_SUPPORT: 'UNEQUAL_SUPPORT',
}
registerEnumType(FigureMark, {
  name: 'FigureMark',
  description: 'What to know about a figure besides its value.',
  valuesConfig: {
    DERIVED: { description: 'Summed from a breakdown, because the asked value itself was not sent. See derivedFrom.' },
    BREAK: { description: 'The definition changed here: not to be compared with the figure before.' },
    PENDING_REVISION: { description: 'A revision of one of its values waits in quarantine; the last accepted value counts.' },
    TOTAL_MISMATCH: {
      description:
        'A total and its breakdown disagree, and the total is served; or two breakdowns do about what a figure over centers subtracts. See issues.',
    },
    PERIOD_MISMATCH: {
      description:
        'A center sent the asked period itself, and its shorter periods combine to something else; these are served. See issues.',
    },
    SHARE_OF_WHOLE: { description: 'Only the numerator is broken down: a share of the whole.' },
    PREDECESSOR: { description: 'Answered by the regions that this one took over from.' },
    EXTRA: { description: 'Values of days on which none was expected are in it.' },
    DEFINITION_DIFFERS: { description: 'Made by a variant: not to be compared with figures of the standard. See variant.' },
    UNEQUAL_SUPPORT: { description: 'A change is between periods that do not rest on the same. See `unequal` of the change, and issues.' },
  },
})

export const FigureChangeKind: { readonly [K in ChangeKind]: K } = {
  PREVIOUS_PERIOD: 'PREVIOUS_PERIOD',
  SAME_PERIOD_LAST_YEAR: 'SAME_PERIOD_LAST_YEAR',
}
registerEnumType(FigureChangeKind, {
  name: 'FigureChangeKind',
  description: 'What the figure of a period is held against.',
  valuesConfig: {
    PREVIOUS_PERIOD: { description: 'The period of the same kind just before.' },
    SAME_PERIOD_LAST_YEAR: { description: 'The period of the same name a year earlier: the same date, month or quarter.' },
  },
})

export const SupportDifferences: { readonly [K in SupportDifference]: K } = {
  RUNNING_PERIOD: 'RUNNING_PERIOD',
  UNEQUAL_COVERAGE: 'UNEQUAL_COVERAGE',
  OTHER_CENTERS: 'OTHER_CENTERS',
}
registerEnumType(SupportDifferences, {
  name: 'SupportDifference',
  description: 'In what two periods that are held against each other do not rest on the same.',
  valuesConfig: {
    RUNNING_PERIOD: { description: 'One of them is not over yet.' },
    UNEQUAL_COVERAGE: { description: 'One has less of what was expected of it than the other.' },
    OTHER_CENTERS: { description: 'Other centers are in it.' },
  },
})

export const CombineBy = { PARTS: 'PARTS', MEAN: 'MEAN' } as const
registerEnumType(CombineBy, {
  name: 'CombineBy',
  description: 'How figures over several centers or periods are combined.',
  valuesConfig: {
    PARTS: { description: 'Parts are added first, then divided once.' },
    MEAN: { description: 'Always refused; a ratio with RATIO_NOT_AVERAGEABLE and the query that is right.' },
  },
})
