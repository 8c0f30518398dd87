/**
 * One text for one content, whatever the order of its fields: JSON with sorted keys, absent and null fields left out, numbers as they were
 * written. The content hash of a submission is the SHA-256 of this text (S14).
 */
export const canonicalText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(item => canonicalText(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  if ('numberText' in value && typeof value.numberText === 'string') return value.numberText
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null)
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, item]) => `${JSON.stringify(name)}:${canonicalText(item)}`).join(',')}}`
}
