/** The edition an answer rests on and its instant: with that in `--as-of` the same question gives the same answer for ever (S25). */
export type AnswerHead = { readonly edition: string; readonly asOf: string }

export const answerLine = ({ edition, asOf }: AnswerHead): string => `표준 판 edition: ${edition} · 기준 시각 as of: ${asOf}`
