/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * One text for one value, whatever the order of its fields: the JSON Canonicalization Scheme (RFC 8785). Field names stand in the order of
 * their UTF-16 code units, numbers and strings as ECMAScript writes them, nothing between. A signature is over its UTF-8 bytes.
 * Throws TypeError for what JSON has no word for: an infinite number, NaN, `undefined`, half a surrogate pair.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return `${value}`
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value === 'string') return writeString(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`JSON has no word for a value of type ${typeof value}.`)
  const fields = Object.keys(value).toSorted(byCodeUnits)
  return `{${fields.map(name => `${writeString(name)}:${canonicalJson(value[name]!)}`).join(',')}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('JSON has no word for a number that is not finite.')
  return JSON.stringify(value)
}

function writeString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('Half a surrogate pair is no text.')
  return JSON.stringify(text)
}
