import type { TermTarget } from './term.js'

/** What a reference of the terms file names: `measure:calls_offered`, `indicator:asa` or `codelist:channel.voice`; null for any other text. */
export const parseReference = (reference: string): TermTarget | null => {
  const [, family = '', rest = ''] = /^(measure|indicator|codelist):(\S+)$/.exec(reference) ?? []
  switch (family) {
    case 'measure':
      return { kind: 'measure', measure: rest, fixed: null }
    case 'indicator':
      return { kind: 'indicator', indicator: rest, variant: null }
    case 'codelist': {
      const dot = rest.indexOf('.')
      return dot < 1 || dot === rest.length - 1 ? null : { kind: 'item', codelist: rest.slice(0, dot), item: rest.slice(dot + 1) }
    }
    default:
      return null
  }
}

/** The reference that `parseReference` reads back; a fixed item or a variant is not part of it. */
export const printReference = (target: TermTarget): string => {
  switch (target.kind) {
    case 'measure':
      return `measure:${target.measure}`
    case 'indicator':
      return `indicator:${target.indicator}`
    case 'item':
      return `codelist:${target.codelist}.${target.item}`
  }
}

/** The reference with its variant (`indicator:service_level#threshold_15s`) or fixed item (`measure:legal_actions@legal_action_type=police_complaint`). */
export const printFullReference = (target: TermTarget): string => {
  const plain = printReference(target)
  if (target.kind === 'indicator' && target.variant !== null) return `${plain}#${target.variant}`
  if (target.kind === 'measure' && target.fixed !== null) return `${plain}@${target.fixed.dimension}=${target.fixed.item}`
  return plain
}

/** True when both lead to the same thing, variant and fixed item included. */
export const isSameTarget = (a: TermTarget, b: TermTarget): boolean => {
  if (a.kind === 'measure' && b.kind === 'measure')
    return a.measure === b.measure && a.fixed?.dimension === b.fixed?.dimension && a.fixed?.item === b.fixed?.item
  if (a.kind === 'indicator' && b.kind === 'indicator') return a.indicator === b.indicator && a.variant === b.variant
  return printReference(a) === printReference(b)
}
