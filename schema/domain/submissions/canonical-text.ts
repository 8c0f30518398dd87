/** A field in canonical order, with the text before its value. */
type Field = { readonly name: string; readonly head: string }

/** Names as they came, and their fields in canonical order. */
type Shape = { readonly names: readonly string[]; readonly fields: readonly Field[] }

/** Rows repeat a handful of shapes by the hundred thousand; further ones are sorted anew. */
const MOST_SHAPES = 8

const hasShape = (value: object, names: readonly string[]): boolean => {
  let place = 0
  for (const name in value) if (names[place++] !== name) return false
  return place === names.length
}

const sortedFields = (value: object, shapes: Shape[]): readonly Field[] => {
  for (const { names, fields } of shapes) if (hasShape(value, names)) return fields
  const names = Object.keys(value)
  const fields = names.toSorted().map(name => ({ name, head: `${JSON.stringify(name)}:` }))
  if (shapes.length < MOST_SHAPES) shapes.push({ names, fields })
  return fields
}

/** Text that JSON writes as it stands; about half the time of asking it. */
const NEEDS_ESCAPE = /["\\\p{Cc}\p{Cs}]/u

const quote = (text: string): string => (NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`)

/** Columns of plain values need no look at each: JSON writes them as we do. */
const isPlain = (item: unknown): boolean => typeof item === 'string' || typeof item === 'number' || item === null

const write = (value: unknown, shapes: Shape[]): string => {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return Number.isFinite(value) ? `${Object.is(value, -0) ? 0 : value}` : 'null'
  if (Array.isArray(value) && value.every(isPlain)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(item => write(item ?? null, shapes)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  if ('numberText' in value && typeof value.numberText === 'string') return value.numberText
  let text = ''
  for (const { name, head } of sortedFields(value, shapes)) {
    const item = (value as Readonly<Record<string, unknown>>)[name] // a name of its own
    if (item === undefined || item === null) continue
    if (text !== '') text += ','
    text += head + write(item, shapes)
  }
  return `{${text}}`
}

/**
 * One text for one content, whatever the order of its fields: JSON with sorted keys, absent and null fields left out, numbers as they were
 * written. The content hash of a submission is the SHA-256 of this text (S14).
 */
export const canonicalText = (value: unknown): string => write(value, [])
