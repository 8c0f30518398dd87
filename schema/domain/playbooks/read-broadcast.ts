import { CAP_CATEGORIES, CAP_CERTAINTIES, CAP_RESPONSES, CAP_SEVERITIES, CAP_URGENCIES, type CapValues } from './cap-values.js'

/** Lines in both languages. */
export type Spoken = { readonly ko: readonly string[]; readonly en: readonly string[] }

/** The words of an approved content that are sent to centers. */
export type BroadcastWords = {
  readonly headline: { readonly ko: string; readonly en: string }
  readonly issuedByKo: string | null
  readonly areas: readonly string[]
  readonly cap: CapValues
  readonly lead: Spoken
  readonly script: Spoken
  readonly qa: readonly string[]
  readonly mustNotSay: readonly string[]
  readonly routing: readonly string[]
  readonly vulnerableCallers: readonly string[]
  readonly counselorCare: readonly string[]
  readonly template: { readonly code: string; readonly version: number } | null
}

type Fields = Readonly<Record<string, unknown>>

const FORMAT = 'hub120-broadcast/1'
const MODES: Readonly<Record<string, string>> = { warm: '함께 기다려 넘김', cold: '번호 안내' }

/** What is to be sent of a content in the format `hub120-broadcast/1`; null for any other text. A part that is absent has no lines. */
export function readBroadcast(content: string): BroadcastWords | null {
  const fields = objectIn(content)
  const headline = asFields(fields?.['headline'])
  const ko = textIn(headline, 'ko')
  if (fields?.['format'] !== FORMAT || ko === null) return null
  const template = asFields(fields['template'])
  const [code, version] = [textIn(template, 'code'), template['version']]
  return {
    headline: { ko, en: textIn(headline, 'en') ?? '' },
    issuedByKo: textIn(asFields(fields['header']), 'issued_by'),
    areas: linesIn(fields['areas']),
    cap: capOf(asFields(fields['cap'])),
    lead: spokenIn(fields['lead']),
    script: spokenIn(fields['script']),
    qa: listIn(fields['qa']).flatMap(questionOf),
    mustNotSay: linesIn(fields['mustNotSay']),
    routing: listIn(fields['routing']).flatMap(routeOf),
    vulnerableCallers: linesIn(Object.values(asFields(fields['vulnerableCallers']))),
    counselorCare: linesIn(fields['counselorCare']),
    template: code !== null && typeof version === 'number' ? { code, version } : null,
  }
}

function objectIn(text: string): Fields | null {
  try {
    return asFields(JSON.parse(text))
  } catch {
    return null // no JSON: no content
  }
}

const asFields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}) // an object, by the line itself
const listIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(asFields) : [])
const linesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(line => typeof line === 'string').filter(line => line !== '') : []
const textIn = (fields: Fields, name: string): string | null => {
  const value = fields[name]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
const spokenIn = (value: unknown): Spoken => ({ ko: linesIn(asFields(value)['ko']), en: linesIn(asFields(value)['en']) })

/** 물음, then its answer; where that is not known, what is said meanwhile. Where both are there, the second follows as such. */
function questionOf(fields: Fields): readonly string[] {
  const [question, answer, meanwhile] = [textIn(fields, 'q'), textIn(fields, 'a'), textIn(fields, 'u')]
  if (question === null) return []
  return [
    `물음: ${question}`,
    ...(answer === null ? [] : [`답: ${answer}`]),
    ...(meanwhile === null ? [] : [answer === null ? `답: ${meanwhile}` : `확인되지 않았을 때: ${meanwhile}`]),
  ]
}

function routeOf(fields: Fields): readonly string[] {
  const [when, to, name, number] = (['when', 'to', 'name', 'number'] as const).map(field => textIn(fields, field))
  if (!when) return []
  const mode = MODES[textIn(fields, 'mode') ?? '']
  return [`${when} → ${[name ?? to, number].filter(text => text).join(' ')}${mode === undefined ? '' : ` (${mode})`}`]
}

const oneOf = <T extends string>(words: readonly T[], value: unknown): T | null => words.find(word => word === value) ?? null
const someOf = <T extends string>(words: readonly T[], value: unknown): readonly T[] =>
  linesIn(value).flatMap(text => oneOf(words, text) ?? [])

/** CAP's words of the content; what CAP does not know is Unknown or Other there. */
function capOf(fields: Fields): CapValues {
  const categories = someOf(CAP_CATEGORIES, fields['category'])
  return {
    categories: categories.length === 0 ? ['Other'] : categories,
    urgency: oneOf(CAP_URGENCIES, fields['urgency']) ?? 'Unknown',
    severity: oneOf(CAP_SEVERITIES, fields['severity']) ?? 'Unknown',
    certainty: oneOf(CAP_CERTAINTIES, fields['certainty']) ?? 'Unknown',
    responses: someOf(CAP_RESPONSES, fields['responseType']),
  }
}
