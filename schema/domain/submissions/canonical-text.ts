/** A field in canonical order, with the text before its value. */
type Field = { readonly name: string; readonly head: string }

/** Fields in canonical order by the order they came in: rows repeat a handful of shapes by the hundred thousand. */
type Shapes = Map<string, readonly Field[]>

const sortedFields = (value: object, shapes: Shapes): readonly Field[] => {
  const names = Object.keys(value)
  const shape = names.join('\u0000')
  const known = shapes.get(shape)
  if (known !== undefined) return known
  const sorted = names.toSorted().map(name => ({ name, head: `${JSON.stringify(name)}:` }))
  shapes.set(shape, sorted)
  return sorted
}

/** Columns of plain values need no look at each: JSON writes them as we do. */
const isPlain = (item: unknown): boolean => typeof item === 'string' || typeof item === 'number' || item === null

const write = (value: unknown, shapes: Shapes): string => {
  if (typeof value === 'string') return JSON.stringify(value)
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
export const canonicalText = (value: unknown): string => write(value, new Map())
