import { IDENTITY, type Conversion as MappedConversion } from './mapping.js'
import type { Conversion } from './proposal.js'

/** A conversion as the matcher proposes it, in the form in which a mapping keeps it: the factor as a fraction of whole terms. */
export const toMapped = (proposed: Conversion | null, unit: { readonly from: string; readonly to: string | null }): MappedConversion => {
  if (proposed === null) return IDENTITY
  if ('format' in proposed) return { kind: 'clock', format: proposed.format, toUnit: unit.to }
  const [numerator = '1', denominator = '1'] = proposed.factor.split('/')
  return { kind: 'linear', numerator, denominator, offset: proposed.offset, fromUnit: unit.from === '' ? null : unit.from, toUnit: unit.to }
}

/** The way back: what a mapping keeps, as the matcher speaks of it; null where values are taken as they are. */
export const fromMapped = (mapped: MappedConversion): Conversion | null => {
  switch (mapped.kind) {
    case 'identity':
      return null
    case 'clock':
      return { format: mapped.format }
    case 'linear': {
      const factor = mapped.denominator === '1' ? mapped.numerator : `${mapped.numerator}/${mapped.denominator}`
      return { factor, offset: mapped.offset, from: mapped.fromUnit ?? '', to: mapped.toUnit ?? '' }
    }
  }
}
