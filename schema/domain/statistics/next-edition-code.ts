/**
 * The code that follows: 2026.1, 2026.1.01, 2026.1.02, and after 2026.1.99 one place more. Two digits, so that codes sort as they were
 * published: of editions that start on one day the last in order counts.
 */
export const nextEditionCode = (code: string): string => {
  const match = /^(.+\..+)\.(\d\d)$/.exec(code)
  const [, stem = code, number = '0'] = match ?? []
  return match === null || number === '99' ? `${code}.01` : `${stem}.${String(Number(number) + 1).padStart(2, '0')}`
}
