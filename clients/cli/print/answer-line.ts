/** The edition an answer rests on and its instant: with that in `--as-of` the same question gives the same answer for ever (S25). */
export type AnswerHead = { readonly edition: string; readonly asOf: string }

/** Versions of the indicators that answered, each once: `정의 판 versions: response_rate v1 v2`; nothing for measures and variants. */
export function versionLines(figures: readonly { readonly code: string; readonly version: string | null }[]): readonly string[] {
  const met = new Map<string, Set<string>>()
  for (const { code, version } of figures) if (version !== null) met.set(code, (met.get(code) ?? new Set()).add(version))
  if (met.size === 0) return []
  return [`정의 판 versions: ${[...met].map(([code, versions]) => [code, ...versions].join(' ')).join(', ')}`]
}

export const answerLine = ({ edition, asOf }: AnswerHead): string => `표준 판 edition: ${edition} · 기준 시각 as of: ${asOf}`
