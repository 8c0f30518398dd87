import { parseReference } from './parse-reference.js'
import type { TermTarget } from './term.js'

/**
 * What a target of a mapping names: a reference of the terms file, with the variant of an indicator (`indicator:service_level#threshold_15s`) or the
 * item that a measure is fixed to (`measure:legal_actions@legal_action_type=police_complaint`), as `printFullReference` writes it; null for any other text.
 */
export const parseTarget = (text: string): TermTarget | null => {
  const [, reference = '', mark = '', rest = ''] = /^([^\s#@]+)(?:([#@])(\S+))?$/.exec(text) ?? []
  const target = parseReference(reference)
  if (target === null || mark === '') return target
  if (mark === '#') return target.kind === 'indicator' ? { ...target, variant: rest } : null
  const [, dimension = '', item = ''] = /^([^=]+)=(.+)$/.exec(rest) ?? []
  return target.kind === 'measure' && dimension !== '' ? { ...target, fixed: { dimension, item } } : null
}
