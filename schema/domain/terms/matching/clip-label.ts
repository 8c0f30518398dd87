import { cleanLabel } from './clean-label.js'
import type { LabelReader } from './read-label.js'
import { segmentLabel } from './segment-label.js'

const KOREAN = /^[가-힣]+$/

/** How people shorten a label: the first syllables of its words, of two or more (평균통화시간: 평통, 평통시). Empty where a word of it is not known. */
export const clip = (label: string, { surfaces }: LabelReader): readonly string[] => {
  const main = cleanLabel(label)?.main.replaceAll(' ', '') ?? ''
  if (!KOREAN.test(main)) return []
  const { pieces, residual } = segmentLabel(surfaces, main)
  if (residual.length > 0 || pieces.length < 2) return []
  const initials = pieces.map(({ text }) => text.slice(0, 1))
  return initials.slice(1).map((_initial, i) => initials.slice(0, i + 2).join(''))
}
