import { parseDate } from './period.js'

const INSTANT = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** The text itself where it is an instant in ISO 8601, with seconds, offset and up to microseconds; null for every other. */
export const parseInstant = (text: string): string | null => (parseDate(INSTANT.exec(text)?.[1] ?? '') === null ? null : text)
