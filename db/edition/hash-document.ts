import { createHash } from 'node:crypto'

/** SHA-256 of a pack in one spelling: keys sorted, so that neither their order nor comments nor layout of the files count. */
export function hashDocument(document: unknown): string {
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value
  return createHash('sha256').update(JSON.stringify(document, sorted)).digest('hex')
}
